"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .auto import Auto
    from .backend_configuration_response import BackendConfigurationResponse
    from .backend_defaults_response import BackendDefaultsResponse
    from .backend_filter import BackendFilter
    from .backend_properties_response import BackendPropertiesResponse
    from .backend_status_response import BackendStatusResponse
    from .backends_response import BackendsResponse
    from .base_create_session_request import BaseCreateSessionRequest
    from .billing_status import BillingStatus
    from .calibrator_v01_calibrator_result_model import CalibratorV01CalibratorResultModel
    from .calibrator_v01_calibrator_result_model_schema_version import (
        CalibratorV01CalibratorResultModelSchemaVersion,
    )
    from .calibrator_v01_options_model import CalibratorV01OptionsModel
    from .calibrator_v01_options_model_experimental import CalibratorV01OptionsModelExperimental
    from .calibrator_v01_params_model import CalibratorV01ParamsModel
    from .calibrator_v01_params_model_schema_version import CalibratorV01ParamsModelSchemaVersion
    from .chunk_part import ChunkPart
    from .chunk_span import ChunkSpan
    from .clops_kind import ClopsKind
    from .clops_type import ClopsType
    from .complex_number import ComplexNumber
    from .compressed_qpy_data_model import CompressedQpyDataModel
    from .compressed_tensor_model import CompressedTensorModel
    from .compressed_tensor_model_dtype import CompressedTensorModelDtype
    from .create_session_request import CreateSessionRequest
    from .create_session_request_channel_partner import CreateSessionRequestChannelPartner
    from .create_session_request_cloud import CreateSessionRequestCloud
    from .device import Device
    from .device_status import DeviceStatus
    from .device_status_name import DeviceStatusName
    from .dynamical_decoupling_options import DynamicalDecouplingOptions
    from .dynamical_decoupling_options_extra_slack_distribution import (
        DynamicalDecouplingOptionsExtraSlackDistribution,
    )
    from .dynamical_decoupling_options_scheduling_method import DynamicalDecouplingOptionsSchedulingMethod
    from .dynamical_decoupling_options_sequence_type import DynamicalDecouplingOptionsSequenceType
    from .error_container import ErrorContainer
    from .error_item import ErrorItem
    from .estimator_options import EstimatorOptions
    from .estimator_options_experimental import EstimatorOptionsExperimental
    from .execution_mode import ExecutionMode
    from .execution_options import ExecutionOptions
    from .executor_v01_circuit_item_model import ExecutorV01CircuitItemModel
    from .executor_v01_circuit_item_model_item_type import ExecutorV01CircuitItemModelItemType
    from .executor_v01_metadata_model import ExecutorV01MetadataModel
    from .executor_v01_options_model import ExecutorV01OptionsModel
    from .executor_v01_params_model import ExecutorV01ParamsModel
    from .executor_v01_params_model_schema_version import ExecutorV01ParamsModelSchemaVersion
    from .executor_v01_quantum_program_model import ExecutorV01QuantumProgramModel
    from .executor_v01_quantum_program_result_item_model import ExecutorV01QuantumProgramResultItemModel
    from .executor_v01_quantum_program_result_item_model_results import (
        ExecutorV01QuantumProgramResultItemModelResults,
    )
    from .executor_v01_quantum_program_result_model import ExecutorV01QuantumProgramResultModel
    from .executor_v01_quantum_program_result_model_schema_version import (
        ExecutorV01QuantumProgramResultModelSchemaVersion,
    )
    from .executor_v01_samplex_item_model import ExecutorV01SamplexItemModel
    from .executor_v01_samplex_item_model_item_type import ExecutorV01SamplexItemModelItemType
    from .executor_v01_samplex_item_model_samplex_arguments import ExecutorV01SamplexItemModelSamplexArguments
    from .executor_v02_circuit_item_model import ExecutorV02CircuitItemModel
    from .executor_v02_circuit_item_model_item_type import ExecutorV02CircuitItemModelItemType
    from .executor_v02_metadata_model import ExecutorV02MetadataModel
    from .executor_v02_options_model import ExecutorV02OptionsModel
    from .executor_v02_options_model_experimental import ExecutorV02OptionsModelExperimental
    from .executor_v02_params_model import ExecutorV02ParamsModel
    from .executor_v02_params_model_schema_version import ExecutorV02ParamsModelSchemaVersion
    from .executor_v02_quantum_program_model import ExecutorV02QuantumProgramModel
    from .executor_v02_quantum_program_model_meas_level import ExecutorV02QuantumProgramModelMeasLevel
    from .executor_v02_quantum_program_result_item_model import ExecutorV02QuantumProgramResultItemModel
    from .executor_v02_quantum_program_result_item_model_results import (
        ExecutorV02QuantumProgramResultItemModelResults,
    )
    from .executor_v02_quantum_program_result_model import ExecutorV02QuantumProgramResultModel
    from .executor_v02_quantum_program_result_model_schema_version import (
        ExecutorV02QuantumProgramResultModelSchemaVersion,
    )
    from .executor_v02_samplex_item_model import ExecutorV02SamplexItemModel
    from .executor_v02_samplex_item_model_item_type import ExecutorV02SamplexItemModelItemType
    from .executor_v02_samplex_item_model_samplex_arguments import ExecutorV02SamplexItemModelSamplexArguments
    from .executor_v10_chunk_part import ExecutorV10ChunkPart
    from .executor_v10_chunk_span import ExecutorV10ChunkSpan
    from .executor_v10_circuit_item_model import ExecutorV10CircuitItemModel
    from .executor_v10_circuit_item_model_item_type import ExecutorV10CircuitItemModelItemType
    from .executor_v10_metadata_model import ExecutorV10MetadataModel
    from .executor_v10_options_model import ExecutorV10OptionsModel
    from .executor_v10_options_model_experimental import ExecutorV10OptionsModelExperimental
    from .executor_v10_params_model import ExecutorV10ParamsModel
    from .executor_v10_params_model_schema_version import ExecutorV10ParamsModelSchemaVersion
    from .executor_v10_quantum_program_model import ExecutorV10QuantumProgramModel
    from .executor_v10_quantum_program_model_meas_level import ExecutorV10QuantumProgramModelMeasLevel
    from .executor_v10_quantum_program_result_item_model import ExecutorV10QuantumProgramResultItemModel
    from .executor_v10_quantum_program_result_item_model_results import (
        ExecutorV10QuantumProgramResultItemModelResults,
    )
    from .executor_v10_quantum_program_result_model import ExecutorV10QuantumProgramResultModel
    from .executor_v10_quantum_program_result_model_schema_version import (
        ExecutorV10QuantumProgramResultModelSchemaVersion,
    )
    from .executor_v10_samplex_item_model import ExecutorV10SamplexItemModel
    from .executor_v10_samplex_item_model_item_type import ExecutorV10SamplexItemModelItemType
    from .executor_v10_samplex_item_model_samplex_arguments import ExecutorV10SamplexItemModelSamplexArguments
    from .executor_v11_chunk_part import ExecutorV11ChunkPart
    from .executor_v11_chunk_span import ExecutorV11ChunkSpan
    from .executor_v11_circuit_item_model import ExecutorV11CircuitItemModel
    from .executor_v11_circuit_item_model_item_type import ExecutorV11CircuitItemModelItemType
    from .executor_v11_metadata_model import ExecutorV11MetadataModel
    from .executor_v11_options_model import ExecutorV11OptionsModel
    from .executor_v11_options_model_experimental import ExecutorV11OptionsModelExperimental
    from .executor_v11_params_model import ExecutorV11ParamsModel
    from .executor_v11_params_model_schema_version import ExecutorV11ParamsModelSchemaVersion
    from .executor_v11_quantum_program_model import ExecutorV11QuantumProgramModel
    from .executor_v11_quantum_program_model_meas_level import ExecutorV11QuantumProgramModelMeasLevel
    from .executor_v11_quantum_program_result_item_model import ExecutorV11QuantumProgramResultItemModel
    from .executor_v11_quantum_program_result_item_model_results import (
        ExecutorV11QuantumProgramResultItemModelResults,
    )
    from .executor_v11_quantum_program_result_model import ExecutorV11QuantumProgramResultModel
    from .executor_v11_quantum_program_result_model_schema_version import (
        ExecutorV11QuantumProgramResultModelSchemaVersion,
    )
    from .executor_v11_samplex_item_model import ExecutorV11SamplexItemModel
    from .executor_v11_samplex_item_model_item_type import ExecutorV11SamplexItemModelItemType
    from .executor_v11_samplex_item_model_samplex_arguments import ExecutorV11SamplexItemModelSamplexArguments
    from .executor_v20_chunk_part import ExecutorV20ChunkPart
    from .executor_v20_chunk_span import ExecutorV20ChunkSpan
    from .executor_v20_circuit_item_model import ExecutorV20CircuitItemModel
    from .executor_v20_circuit_item_model_item_type import ExecutorV20CircuitItemModelItemType
    from .executor_v20_metadata_model import ExecutorV20MetadataModel
    from .executor_v20_options_model import ExecutorV20OptionsModel
    from .executor_v20_options_model_experimental import ExecutorV20OptionsModelExperimental
    from .executor_v20_params_model import ExecutorV20ParamsModel
    from .executor_v20_params_model_schema_version import ExecutorV20ParamsModelSchemaVersion
    from .executor_v20_quantum_program_model import ExecutorV20QuantumProgramModel
    from .executor_v20_quantum_program_model_meas_level import ExecutorV20QuantumProgramModelMeasLevel
    from .executor_v20_quantum_program_result_item_model import ExecutorV20QuantumProgramResultItemModel
    from .executor_v20_quantum_program_result_item_model_results import (
        ExecutorV20QuantumProgramResultItemModelResults,
    )
    from .executor_v20_quantum_program_result_model import ExecutorV20QuantumProgramResultModel
    from .executor_v20_quantum_program_result_model_schema_version import (
        ExecutorV20QuantumProgramResultModelSchemaVersion,
    )
    from .executor_v20_samplex_item_model import ExecutorV20SamplexItemModel
    from .executor_v20_samplex_item_model_item_type import ExecutorV20SamplexItemModelItemType
    from .executor_v20_samplex_item_model_samplex_arguments import ExecutorV20SamplexItemModelSamplexArguments
    from .expanded_account_configuration import ExpandedAccountConfiguration
    from .expanded_plan_configuration import ExpandedPlanConfiguration
    from .f64_compressed_tensor_model import F64CompressedTensorModel
    from .f64_compressed_tensor_model_dtype import F64CompressedTensorModelDtype
    from .f64_tensor_model import F64TensorModel
    from .f64_tensor_model_dtype import F64TensorModelDtype
    from .function_config import FunctionConfig
    from .function_config_business_model import FunctionConfigBusinessModel
    from .gate_config import GateConfig
    from .gate_properties import GateProperties
    from .generic_error import GenericError
    from .generic_error_dto import GenericErrorDto
    from .get_analytics_filters_response import GetAnalyticsFiltersResponse
    from .get_analytics_usage_grouped_by_date_group_by import GetAnalyticsUsageGroupedByDateGroupBy
    from .get_analytics_usage_grouped_by_date_response import GetAnalyticsUsageGroupedByDateResponse
    from .get_analytics_usage_grouped_by_date_response_data import GetAnalyticsUsageGroupedByDateResponseData
    from .get_analytics_usage_grouped_group_by import GetAnalyticsUsageGroupedGroupBy
    from .get_analytics_usage_grouped_response import GetAnalyticsUsageGroupedResponse
    from .get_analytics_usage_grouped_response_data import GetAnalyticsUsageGroupedResponseData
    from .get_analytics_usage_response import GetAnalyticsUsageResponse
    from .hamiltonian import Hamiltonian
    from .hamiltonian_osc import HamiltonianOsc
    from .hamiltonian_vars import HamiltonianVars
    from .ibm_cloud_cos_remote_storage_option import IBMCloudCOSRemoteStorageOption
    from .ibm_cloud_cos_remote_storage_option_region_type import IBMCloudCOSRemoteStorageOptionRegionType
    from .ibm_cloud_cos_remote_storage_option_type import IBMCloudCOSRemoteStorageOptionType
    from .instance import Instance
    from .instance_configuration import InstanceConfiguration
    from .instance_configuration_update import InstanceConfigurationUpdate
    from .instance_filter import InstanceFilter
    from .instance_usage import InstanceUsage
    from .item_metadata_model import ItemMetadataModel
    from .job_create_response import JobCreateResponse
    from .job_metrics import JobMetrics
    from .job_response import JobResponse
    from .job_run_params import JobRunParams
    from .job_run_params_base import JobRunParamsBase
    from .job_run_params_channel_partner import JobRunParamsChannelPartner
    from .job_run_params_estimator import JobRunParamsEstimator
    from .job_run_params_noise_learner import JobRunParamsNoiseLearner
    from .job_run_params_params import JobRunParamsParams
    from .job_run_params_sampler import JobRunParamsSampler
    from .job_session import JobSession
    from .job_state import JobState
    from .job_state_status import JobStateStatus
    from .job_status import JobStatus
    from .job_usage import JobUsage
    from .jobs_response import JobsResponse
    from .layer_noise_learning_options import LayerNoiseLearningOptions
    from .list_backends_fields import ListBackendsFields
    from .list_tags_response import ListTagsResponse
    from .list_tags_type import ListTagsType
    from .list_workloads_sort import ListWorkloadsSort
    from .list_workloads_user import ListWorkloadsUser
    from .log_level import LogLevel
    from .measure_noise_learning_options import MeasureNoiseLearningOptions
    from .nduv import Nduv
    from .noise_learner_options import NoiseLearnerOptions
    from .noise_learner_options_experimental import NoiseLearnerOptionsExperimental
    from .noise_learner_v3v01_lindblad_result_metadata_model import (
        NoiseLearnerV3V01LindbladResultMetadataModel,
    )
    from .noise_learner_v3v01_lindblad_result_metadata_model_learning_protocol import (
        NoiseLearnerV3V01LindbladResultMetadataModelLearningProtocol,
    )
    from .noise_learner_v3v01_lindblad_result_post_selection_metadata_model import (
        NoiseLearnerV3V01LindbladResultPostSelectionMetadataModel,
    )
    from .noise_learner_v3v01_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept,
    )
    from .noise_learner_v3v01_noise_learner_v3_result_model import NoiseLearnerV3V01NoiseLearnerV3ResultModel
    from .noise_learner_v3v01_noise_learner_v3_results_model import (
        NoiseLearnerV3V01NoiseLearnerV3ResultsModel,
    )
    from .noise_learner_v3v01_noise_learner_v3_results_model_schema_version import (
        NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion,
    )
    from .noise_learner_v3v01_options_model import NoiseLearnerV3V01OptionsModel
    from .noise_learner_v3v01_params_model import NoiseLearnerV3V01ParamsModel
    from .noise_learner_v3v01_params_model_schema_version import NoiseLearnerV3V01ParamsModelSchemaVersion
    from .noise_learner_v3v01trex_result_metadata_model import NoiseLearnerV3V01TREXResultMetadataModel
    from .noise_learner_v3v01trex_result_metadata_model_learning_protocol import (
        NoiseLearnerV3V01TREXResultMetadataModelLearningProtocol,
    )
    from .noise_learner_v3v01trex_result_post_selection_metadata_model import (
        NoiseLearnerV3V01TREXResultPostSelectionMetadataModel,
    )
    from .noise_learner_v3v02_lindblad_result_metadata_model import (
        NoiseLearnerV3V02LindbladResultMetadataModel,
    )
    from .noise_learner_v3v02_lindblad_result_metadata_model_learning_protocol import (
        NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol,
    )
    from .noise_learner_v3v02_lindblad_result_post_selection_metadata_model import (
        NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel,
    )
    from .noise_learner_v3v02_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept,
    )
    from .noise_learner_v3v02_lindblad_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates,
    )
    from .noise_learner_v3v02_lindblad_result_post_selection_metadata_model_success_rates_additional_property import (
        NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty,
    )
    from .noise_learner_v3v02_noise_learner_v3_result_model import NoiseLearnerV3V02NoiseLearnerV3ResultModel
    from .noise_learner_v3v02_noise_learner_v3_results_model import (
        NoiseLearnerV3V02NoiseLearnerV3ResultsModel,
    )
    from .noise_learner_v3v02_noise_learner_v3_results_model_schema_version import (
        NoiseLearnerV3V02NoiseLearnerV3ResultsModelSchemaVersion,
    )
    from .noise_learner_v3v02_options_model import NoiseLearnerV3V02OptionsModel
    from .noise_learner_v3v02_params_model import NoiseLearnerV3V02ParamsModel
    from .noise_learner_v3v02_params_model_schema_version import NoiseLearnerV3V02ParamsModelSchemaVersion
    from .noise_learner_v3v02trex_result_metadata_model import NoiseLearnerV3V02TREXResultMetadataModel
    from .noise_learner_v3v02trex_result_metadata_model_learning_protocol import (
        NoiseLearnerV3V02TREXResultMetadataModelLearningProtocol,
    )
    from .noise_learner_v3v02trex_result_post_selection_metadata_model import (
        NoiseLearnerV3V02TREXResultPostSelectionMetadataModel,
    )
    from .noise_learner_v3v02trex_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates,
    )
    from .noise_learner_v3v03_bit_flip_checks_options_model import NoiseLearnerV3V03BitFlipChecksOptionsModel
    from .noise_learner_v3v03_lindblad_result_metadata_model import (
        NoiseLearnerV3V03LindbladResultMetadataModel,
    )
    from .noise_learner_v3v03_lindblad_result_metadata_model_learning_protocol import (
        NoiseLearnerV3V03LindbladResultMetadataModelLearningProtocol,
    )
    from .noise_learner_v3v03_lindblad_result_post_selection_metadata_model import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModel,
    )
    from .noise_learner_v3v03_lindblad_result_post_selection_metadata_model_fraction_kept import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept,
    )
    from .noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates,
    )
    from .noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates_additional_property import (
        NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty,
    )
    from .noise_learner_v3v03_noise_learner_v3_result_model import NoiseLearnerV3V03NoiseLearnerV3ResultModel
    from .noise_learner_v3v03_noise_learner_v3_results_model import (
        NoiseLearnerV3V03NoiseLearnerV3ResultsModel,
    )
    from .noise_learner_v3v03_noise_learner_v3_results_model_schema_version import (
        NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion,
    )
    from .noise_learner_v3v03_options_model import NoiseLearnerV3V03OptionsModel
    from .noise_learner_v3v03_params_model import NoiseLearnerV3V03ParamsModel
    from .noise_learner_v3v03_params_model_schema_version import NoiseLearnerV3V03ParamsModelSchemaVersion
    from .noise_learner_v3v03_post_circuit_bit_flip_checks_options_model import (
        NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel,
    )
    from .noise_learner_v3v03_post_circuit_bit_flip_checks_options_model_strategy import (
        NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelStrategy,
    )
    from .noise_learner_v3v03_post_circuit_bit_flip_checks_options_model_x_pulse_type import (
        NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelXPulseType,
    )
    from .noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model import (
        NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel,
    )
    from .noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model_strategy import (
        NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy,
    )
    from .noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model_x_pulse_type import (
        NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType,
    )
    from .noise_learner_v3v03trex_result_metadata_model import NoiseLearnerV3V03TREXResultMetadataModel
    from .noise_learner_v3v03trex_result_metadata_model_learning_protocol import (
        NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol,
    )
    from .noise_learner_v3v03trex_result_post_selection_metadata_model import (
        NoiseLearnerV3V03TREXResultPostSelectionMetadataModel,
    )
    from .noise_learner_v3v03trex_result_post_selection_metadata_model_success_rates import (
        NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates,
    )
    from .noise_model import NoiseModel
    from .open_qasm_3_data_model import OpenQasm3DataModel
    from .params import Params
    from .pauli_lindblad_map_model import PauliLindbladMapModel
    from .pec_options import PecOptions
    from .performance_metrics import PerformanceMetrics
    from .plan_configuration import PlanConfiguration
    from .plan_filter import PlanFilter
    from .post_selection_options_model import PostSelectionOptionsModel
    from .post_selection_options_model_strategy import PostSelectionOptionsModelStrategy
    from .post_selection_options_model_x_pulse_type import PostSelectionOptionsModelXPulseType
    from .primitive_version import PrimitiveVersion
    from .processor_type import ProcessorType
    from .program import Program
    from .qpy_data_v13_to_v17_model import QpyDataV13ToV17Model
    from .qpy_model_v13_to_v16 import QpyModelV13ToV16
    from .qpy_model_v13_to_v17 import QpyModelV13ToV17
    from .qubit_list import QubitList
    from .readout_error_median import ReadoutErrorMedian
    from .remote_storage import RemoteStorage
    from .remote_storage_job_params import RemoteStorageJobParams
    from .remote_storage_logs import RemoteStorageLogs
    from .remote_storage_results import RemoteStorageResults
    from .replace_job_tags_body import ReplaceJobTagsBody
    from .resilience_options import ResilienceOptions
    from .sampler_execution_options import SamplerExecutionOptions
    from .sampler_execution_options_meas_type import SamplerExecutionOptionsMeasType
    from .sampler_options import SamplerOptions
    from .sampler_options_experimental import SamplerOptionsExperimental
    from .samplex_model import SamplexModel
    from .samplex_model_ssv1 import SamplexModelSSV1
    from .samplex_model_ssv1_to_ssv2 import SamplexModelSSV1ToSSV2
    from .samplex_model_ssv1_to_ssv3 import SamplexModelSSV1ToSSV3
    from .samplex_model_ssv1_to_ssv4 import SamplexModelSSV1ToSSV4
    from .scheduler_timing_model import SchedulerTimingModel
    from .session_state import SessionState
    from .session_timestamp import SessionTimestamp
    from .simulator_options import SimulatorOptions
    from .stretch_value_model import StretchValueModel
    from .subscription_filter import SubscriptionFilter
    from .tensor_model import TensorModel
    from .tensor_model_dtype import TensorModelDtype
    from .timestamps import Timestamps
    from .timing_constraints import TimingConstraints
    from .twirling_options import TwirlingOptions
    from .twirling_strategy import TwirlingStrategy
    from .two_q_error_best import TwoQErrorBest
    from .two_q_error_layered import TwoQErrorLayered
    from .two_q_error_median import TwoQErrorMedian
    from .u_channel_lo_item import UChannelLOItem
    from .update_session_request import UpdateSessionRequest
    from .url_cursor import URLCursor
    from .usage_period import UsagePeriod
    from .user_filter import UserFilter
    from .version_metadata import VersionMetadata
    from .version_response import VersionResponse
    from .version_status import VersionStatus
    from .wait_time_seconds import WaitTimeSeconds
    from .workload import Workload
    from .workload_mode import WorkloadMode
    from .workload_status import WorkloadStatus
    from .workload_usage import WorkloadUsage
    from .workloads_response import WorkloadsResponse
    from .zne_extrapolator import ZneExtrapolator
    from .zne_options import ZneOptions
    from .zne_options_amplifier import ZneOptionsAmplifier

__all__: tuple[str, ...] = (
    "Auto",
    "BackendConfigurationResponse",
    "BackendDefaultsResponse",
    "BackendFilter",
    "BackendPropertiesResponse",
    "BackendStatusResponse",
    "BackendsResponse",
    "BaseCreateSessionRequest",
    "BillingStatus",
    "CalibratorV01CalibratorResultModel",
    "CalibratorV01CalibratorResultModelSchemaVersion",
    "CalibratorV01OptionsModel",
    "CalibratorV01OptionsModelExperimental",
    "CalibratorV01ParamsModel",
    "CalibratorV01ParamsModelSchemaVersion",
    "ChunkPart",
    "ChunkSpan",
    "ClopsKind",
    "ClopsType",
    "ComplexNumber",
    "CompressedQpyDataModel",
    "CompressedTensorModel",
    "CompressedTensorModelDtype",
    "CreateSessionRequest",
    "CreateSessionRequestChannelPartner",
    "CreateSessionRequestCloud",
    "Device",
    "DeviceStatus",
    "DeviceStatusName",
    "DynamicalDecouplingOptions",
    "DynamicalDecouplingOptionsExtraSlackDistribution",
    "DynamicalDecouplingOptionsSchedulingMethod",
    "DynamicalDecouplingOptionsSequenceType",
    "ErrorContainer",
    "ErrorItem",
    "EstimatorOptions",
    "EstimatorOptionsExperimental",
    "ExecutionMode",
    "ExecutionOptions",
    "ExecutorV01CircuitItemModel",
    "ExecutorV01CircuitItemModelItemType",
    "ExecutorV01MetadataModel",
    "ExecutorV01OptionsModel",
    "ExecutorV01ParamsModel",
    "ExecutorV01ParamsModelSchemaVersion",
    "ExecutorV01QuantumProgramModel",
    "ExecutorV01QuantumProgramResultItemModel",
    "ExecutorV01QuantumProgramResultItemModelResults",
    "ExecutorV01QuantumProgramResultModel",
    "ExecutorV01QuantumProgramResultModelSchemaVersion",
    "ExecutorV01SamplexItemModel",
    "ExecutorV01SamplexItemModelItemType",
    "ExecutorV01SamplexItemModelSamplexArguments",
    "ExecutorV02CircuitItemModel",
    "ExecutorV02CircuitItemModelItemType",
    "ExecutorV02MetadataModel",
    "ExecutorV02OptionsModel",
    "ExecutorV02OptionsModelExperimental",
    "ExecutorV02ParamsModel",
    "ExecutorV02ParamsModelSchemaVersion",
    "ExecutorV02QuantumProgramModel",
    "ExecutorV02QuantumProgramModelMeasLevel",
    "ExecutorV02QuantumProgramResultItemModel",
    "ExecutorV02QuantumProgramResultItemModelResults",
    "ExecutorV02QuantumProgramResultModel",
    "ExecutorV02QuantumProgramResultModelSchemaVersion",
    "ExecutorV02SamplexItemModel",
    "ExecutorV02SamplexItemModelItemType",
    "ExecutorV02SamplexItemModelSamplexArguments",
    "ExecutorV10ChunkPart",
    "ExecutorV10ChunkSpan",
    "ExecutorV10CircuitItemModel",
    "ExecutorV10CircuitItemModelItemType",
    "ExecutorV10MetadataModel",
    "ExecutorV10OptionsModel",
    "ExecutorV10OptionsModelExperimental",
    "ExecutorV10ParamsModel",
    "ExecutorV10ParamsModelSchemaVersion",
    "ExecutorV10QuantumProgramModel",
    "ExecutorV10QuantumProgramModelMeasLevel",
    "ExecutorV10QuantumProgramResultItemModel",
    "ExecutorV10QuantumProgramResultItemModelResults",
    "ExecutorV10QuantumProgramResultModel",
    "ExecutorV10QuantumProgramResultModelSchemaVersion",
    "ExecutorV10SamplexItemModel",
    "ExecutorV10SamplexItemModelItemType",
    "ExecutorV10SamplexItemModelSamplexArguments",
    "ExecutorV11ChunkPart",
    "ExecutorV11ChunkSpan",
    "ExecutorV11CircuitItemModel",
    "ExecutorV11CircuitItemModelItemType",
    "ExecutorV11MetadataModel",
    "ExecutorV11OptionsModel",
    "ExecutorV11OptionsModelExperimental",
    "ExecutorV11ParamsModel",
    "ExecutorV11ParamsModelSchemaVersion",
    "ExecutorV11QuantumProgramModel",
    "ExecutorV11QuantumProgramModelMeasLevel",
    "ExecutorV11QuantumProgramResultItemModel",
    "ExecutorV11QuantumProgramResultItemModelResults",
    "ExecutorV11QuantumProgramResultModel",
    "ExecutorV11QuantumProgramResultModelSchemaVersion",
    "ExecutorV11SamplexItemModel",
    "ExecutorV11SamplexItemModelItemType",
    "ExecutorV11SamplexItemModelSamplexArguments",
    "ExecutorV20ChunkPart",
    "ExecutorV20ChunkSpan",
    "ExecutorV20CircuitItemModel",
    "ExecutorV20CircuitItemModelItemType",
    "ExecutorV20MetadataModel",
    "ExecutorV20OptionsModel",
    "ExecutorV20OptionsModelExperimental",
    "ExecutorV20ParamsModel",
    "ExecutorV20ParamsModelSchemaVersion",
    "ExecutorV20QuantumProgramModel",
    "ExecutorV20QuantumProgramModelMeasLevel",
    "ExecutorV20QuantumProgramResultItemModel",
    "ExecutorV20QuantumProgramResultItemModelResults",
    "ExecutorV20QuantumProgramResultModel",
    "ExecutorV20QuantumProgramResultModelSchemaVersion",
    "ExecutorV20SamplexItemModel",
    "ExecutorV20SamplexItemModelItemType",
    "ExecutorV20SamplexItemModelSamplexArguments",
    "ExpandedAccountConfiguration",
    "ExpandedPlanConfiguration",
    "F64CompressedTensorModel",
    "F64CompressedTensorModelDtype",
    "F64TensorModel",
    "F64TensorModelDtype",
    "FunctionConfig",
    "FunctionConfigBusinessModel",
    "GateConfig",
    "GateProperties",
    "GenericError",
    "GenericErrorDto",
    "GetAnalyticsFiltersResponse",
    "GetAnalyticsUsageGroupedByDateGroupBy",
    "GetAnalyticsUsageGroupedByDateResponse",
    "GetAnalyticsUsageGroupedByDateResponseData",
    "GetAnalyticsUsageGroupedGroupBy",
    "GetAnalyticsUsageGroupedResponse",
    "GetAnalyticsUsageGroupedResponseData",
    "GetAnalyticsUsageResponse",
    "Hamiltonian",
    "HamiltonianOsc",
    "HamiltonianVars",
    "IBMCloudCOSRemoteStorageOption",
    "IBMCloudCOSRemoteStorageOptionRegionType",
    "IBMCloudCOSRemoteStorageOptionType",
    "Instance",
    "InstanceConfiguration",
    "InstanceConfigurationUpdate",
    "InstanceFilter",
    "InstanceUsage",
    "ItemMetadataModel",
    "JobCreateResponse",
    "JobMetrics",
    "JobResponse",
    "JobRunParams",
    "JobRunParamsBase",
    "JobRunParamsChannelPartner",
    "JobRunParamsEstimator",
    "JobRunParamsNoiseLearner",
    "JobRunParamsParams",
    "JobRunParamsSampler",
    "JobSession",
    "JobState",
    "JobStateStatus",
    "JobStatus",
    "JobUsage",
    "JobsResponse",
    "LayerNoiseLearningOptions",
    "ListBackendsFields",
    "ListTagsResponse",
    "ListTagsType",
    "ListWorkloadsSort",
    "ListWorkloadsUser",
    "LogLevel",
    "MeasureNoiseLearningOptions",
    "Nduv",
    "NoiseLearnerOptions",
    "NoiseLearnerOptionsExperimental",
    "NoiseLearnerV3V01LindbladResultMetadataModel",
    "NoiseLearnerV3V01LindbladResultMetadataModelLearningProtocol",
    "NoiseLearnerV3V01LindbladResultPostSelectionMetadataModel",
    "NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept",
    "NoiseLearnerV3V01NoiseLearnerV3ResultModel",
    "NoiseLearnerV3V01NoiseLearnerV3ResultsModel",
    "NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion",
    "NoiseLearnerV3V01OptionsModel",
    "NoiseLearnerV3V01ParamsModel",
    "NoiseLearnerV3V01ParamsModelSchemaVersion",
    "NoiseLearnerV3V01TREXResultMetadataModel",
    "NoiseLearnerV3V01TREXResultMetadataModelLearningProtocol",
    "NoiseLearnerV3V01TREXResultPostSelectionMetadataModel",
    "NoiseLearnerV3V02LindbladResultMetadataModel",
    "NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty",
    "NoiseLearnerV3V02NoiseLearnerV3ResultModel",
    "NoiseLearnerV3V02NoiseLearnerV3ResultsModel",
    "NoiseLearnerV3V02NoiseLearnerV3ResultsModelSchemaVersion",
    "NoiseLearnerV3V02OptionsModel",
    "NoiseLearnerV3V02ParamsModel",
    "NoiseLearnerV3V02ParamsModelSchemaVersion",
    "NoiseLearnerV3V02TREXResultMetadataModel",
    "NoiseLearnerV3V02TREXResultMetadataModelLearningProtocol",
    "NoiseLearnerV3V02TREXResultPostSelectionMetadataModel",
    "NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates",
    "NoiseLearnerV3V03BitFlipChecksOptionsModel",
    "NoiseLearnerV3V03LindbladResultMetadataModel",
    "NoiseLearnerV3V03LindbladResultMetadataModelLearningProtocol",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModel",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty",
    "NoiseLearnerV3V03NoiseLearnerV3ResultModel",
    "NoiseLearnerV3V03NoiseLearnerV3ResultsModel",
    "NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion",
    "NoiseLearnerV3V03OptionsModel",
    "NoiseLearnerV3V03ParamsModel",
    "NoiseLearnerV3V03ParamsModelSchemaVersion",
    "NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel",
    "NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelStrategy",
    "NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelXPulseType",
    "NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel",
    "NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy",
    "NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType",
    "NoiseLearnerV3V03TREXResultMetadataModel",
    "NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol",
    "NoiseLearnerV3V03TREXResultPostSelectionMetadataModel",
    "NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates",
    "NoiseModel",
    "OpenQasm3DataModel",
    "Params",
    "PauliLindbladMapModel",
    "PecOptions",
    "PerformanceMetrics",
    "PlanConfiguration",
    "PlanFilter",
    "PostSelectionOptionsModel",
    "PostSelectionOptionsModelStrategy",
    "PostSelectionOptionsModelXPulseType",
    "PrimitiveVersion",
    "ProcessorType",
    "Program",
    "QpyDataV13ToV17Model",
    "QpyModelV13ToV16",
    "QpyModelV13ToV17",
    "QubitList",
    "ReadoutErrorMedian",
    "RemoteStorage",
    "RemoteStorageJobParams",
    "RemoteStorageLogs",
    "RemoteStorageResults",
    "ReplaceJobTagsBody",
    "ResilienceOptions",
    "SamplerExecutionOptions",
    "SamplerExecutionOptionsMeasType",
    "SamplerOptions",
    "SamplerOptionsExperimental",
    "SamplexModel",
    "SamplexModelSSV1",
    "SamplexModelSSV1ToSSV2",
    "SamplexModelSSV1ToSSV3",
    "SamplexModelSSV1ToSSV4",
    "SchedulerTimingModel",
    "SessionState",
    "SessionTimestamp",
    "SimulatorOptions",
    "StretchValueModel",
    "SubscriptionFilter",
    "TensorModel",
    "TensorModelDtype",
    "Timestamps",
    "TimingConstraints",
    "TwirlingOptions",
    "TwirlingStrategy",
    "TwoQErrorBest",
    "TwoQErrorLayered",
    "TwoQErrorMedian",
    "UChannelLOItem",
    "URLCursor",
    "UpdateSessionRequest",
    "UsagePeriod",
    "UserFilter",
    "VersionMetadata",
    "VersionResponse",
    "VersionStatus",
    "WaitTimeSeconds",
    "Workload",
    "WorkloadMode",
    "WorkloadStatus",
    "WorkloadUsage",
    "WorkloadsResponse",
    "ZneExtrapolator",
    "ZneOptions",
    "ZneOptionsAmplifier",
)

_MODULES = {
    "Auto": ".auto",
    "BackendConfigurationResponse": ".backend_configuration_response",
    "BackendDefaultsResponse": ".backend_defaults_response",
    "BackendFilter": ".backend_filter",
    "BackendPropertiesResponse": ".backend_properties_response",
    "BackendStatusResponse": ".backend_status_response",
    "BackendsResponse": ".backends_response",
    "BaseCreateSessionRequest": ".base_create_session_request",
    "BillingStatus": ".billing_status",
    "CalibratorV01CalibratorResultModel": ".calibrator_v01_calibrator_result_model",
    "CalibratorV01CalibratorResultModelSchemaVersion": ".calibrator_v01_calibrator_result_model_schema_version",
    "CalibratorV01OptionsModel": ".calibrator_v01_options_model",
    "CalibratorV01OptionsModelExperimental": ".calibrator_v01_options_model_experimental",
    "CalibratorV01ParamsModel": ".calibrator_v01_params_model",
    "CalibratorV01ParamsModelSchemaVersion": ".calibrator_v01_params_model_schema_version",
    "ChunkPart": ".chunk_part",
    "ChunkSpan": ".chunk_span",
    "ClopsKind": ".clops_kind",
    "ClopsType": ".clops_type",
    "ComplexNumber": ".complex_number",
    "CompressedQpyDataModel": ".compressed_qpy_data_model",
    "CompressedTensorModel": ".compressed_tensor_model",
    "CompressedTensorModelDtype": ".compressed_tensor_model_dtype",
    "CreateSessionRequest": ".create_session_request",
    "CreateSessionRequestChannelPartner": ".create_session_request_channel_partner",
    "CreateSessionRequestCloud": ".create_session_request_cloud",
    "Device": ".device",
    "DeviceStatus": ".device_status",
    "DeviceStatusName": ".device_status_name",
    "DynamicalDecouplingOptions": ".dynamical_decoupling_options",
    "DynamicalDecouplingOptionsExtraSlackDistribution": ".dynamical_decoupling_options_extra_slack_distribution",
    "DynamicalDecouplingOptionsSchedulingMethod": ".dynamical_decoupling_options_scheduling_method",
    "DynamicalDecouplingOptionsSequenceType": ".dynamical_decoupling_options_sequence_type",
    "ErrorContainer": ".error_container",
    "ErrorItem": ".error_item",
    "EstimatorOptions": ".estimator_options",
    "EstimatorOptionsExperimental": ".estimator_options_experimental",
    "ExecutionMode": ".execution_mode",
    "ExecutionOptions": ".execution_options",
    "ExecutorV01CircuitItemModel": ".executor_v01_circuit_item_model",
    "ExecutorV01CircuitItemModelItemType": ".executor_v01_circuit_item_model_item_type",
    "ExecutorV01MetadataModel": ".executor_v01_metadata_model",
    "ExecutorV01OptionsModel": ".executor_v01_options_model",
    "ExecutorV01ParamsModel": ".executor_v01_params_model",
    "ExecutorV01ParamsModelSchemaVersion": ".executor_v01_params_model_schema_version",
    "ExecutorV01QuantumProgramModel": ".executor_v01_quantum_program_model",
    "ExecutorV01QuantumProgramResultItemModel": ".executor_v01_quantum_program_result_item_model",
    "ExecutorV01QuantumProgramResultItemModelResults": ".executor_v01_quantum_program_result_item_model_results",
    "ExecutorV01QuantumProgramResultModel": ".executor_v01_quantum_program_result_model",
    "ExecutorV01QuantumProgramResultModelSchemaVersion": ".executor_v01_quantum_program_result_model_schema_version",
    "ExecutorV01SamplexItemModel": ".executor_v01_samplex_item_model",
    "ExecutorV01SamplexItemModelItemType": ".executor_v01_samplex_item_model_item_type",
    "ExecutorV01SamplexItemModelSamplexArguments": ".executor_v01_samplex_item_model_samplex_arguments",
    "ExecutorV02CircuitItemModel": ".executor_v02_circuit_item_model",
    "ExecutorV02CircuitItemModelItemType": ".executor_v02_circuit_item_model_item_type",
    "ExecutorV02MetadataModel": ".executor_v02_metadata_model",
    "ExecutorV02OptionsModel": ".executor_v02_options_model",
    "ExecutorV02OptionsModelExperimental": ".executor_v02_options_model_experimental",
    "ExecutorV02ParamsModel": ".executor_v02_params_model",
    "ExecutorV02ParamsModelSchemaVersion": ".executor_v02_params_model_schema_version",
    "ExecutorV02QuantumProgramModel": ".executor_v02_quantum_program_model",
    "ExecutorV02QuantumProgramModelMeasLevel": ".executor_v02_quantum_program_model_meas_level",
    "ExecutorV02QuantumProgramResultItemModel": ".executor_v02_quantum_program_result_item_model",
    "ExecutorV02QuantumProgramResultItemModelResults": ".executor_v02_quantum_program_result_item_model_results",
    "ExecutorV02QuantumProgramResultModel": ".executor_v02_quantum_program_result_model",
    "ExecutorV02QuantumProgramResultModelSchemaVersion": ".executor_v02_quantum_program_result_model_schema_version",
    "ExecutorV02SamplexItemModel": ".executor_v02_samplex_item_model",
    "ExecutorV02SamplexItemModelItemType": ".executor_v02_samplex_item_model_item_type",
    "ExecutorV02SamplexItemModelSamplexArguments": ".executor_v02_samplex_item_model_samplex_arguments",
    "ExecutorV10ChunkPart": ".executor_v10_chunk_part",
    "ExecutorV10ChunkSpan": ".executor_v10_chunk_span",
    "ExecutorV10CircuitItemModel": ".executor_v10_circuit_item_model",
    "ExecutorV10CircuitItemModelItemType": ".executor_v10_circuit_item_model_item_type",
    "ExecutorV10MetadataModel": ".executor_v10_metadata_model",
    "ExecutorV10OptionsModel": ".executor_v10_options_model",
    "ExecutorV10OptionsModelExperimental": ".executor_v10_options_model_experimental",
    "ExecutorV10ParamsModel": ".executor_v10_params_model",
    "ExecutorV10ParamsModelSchemaVersion": ".executor_v10_params_model_schema_version",
    "ExecutorV10QuantumProgramModel": ".executor_v10_quantum_program_model",
    "ExecutorV10QuantumProgramModelMeasLevel": ".executor_v10_quantum_program_model_meas_level",
    "ExecutorV10QuantumProgramResultItemModel": ".executor_v10_quantum_program_result_item_model",
    "ExecutorV10QuantumProgramResultItemModelResults": ".executor_v10_quantum_program_result_item_model_results",
    "ExecutorV10QuantumProgramResultModel": ".executor_v10_quantum_program_result_model",
    "ExecutorV10QuantumProgramResultModelSchemaVersion": ".executor_v10_quantum_program_result_model_schema_version",
    "ExecutorV10SamplexItemModel": ".executor_v10_samplex_item_model",
    "ExecutorV10SamplexItemModelItemType": ".executor_v10_samplex_item_model_item_type",
    "ExecutorV10SamplexItemModelSamplexArguments": ".executor_v10_samplex_item_model_samplex_arguments",
    "ExecutorV11ChunkPart": ".executor_v11_chunk_part",
    "ExecutorV11ChunkSpan": ".executor_v11_chunk_span",
    "ExecutorV11CircuitItemModel": ".executor_v11_circuit_item_model",
    "ExecutorV11CircuitItemModelItemType": ".executor_v11_circuit_item_model_item_type",
    "ExecutorV11MetadataModel": ".executor_v11_metadata_model",
    "ExecutorV11OptionsModel": ".executor_v11_options_model",
    "ExecutorV11OptionsModelExperimental": ".executor_v11_options_model_experimental",
    "ExecutorV11ParamsModel": ".executor_v11_params_model",
    "ExecutorV11ParamsModelSchemaVersion": ".executor_v11_params_model_schema_version",
    "ExecutorV11QuantumProgramModel": ".executor_v11_quantum_program_model",
    "ExecutorV11QuantumProgramModelMeasLevel": ".executor_v11_quantum_program_model_meas_level",
    "ExecutorV11QuantumProgramResultItemModel": ".executor_v11_quantum_program_result_item_model",
    "ExecutorV11QuantumProgramResultItemModelResults": ".executor_v11_quantum_program_result_item_model_results",
    "ExecutorV11QuantumProgramResultModel": ".executor_v11_quantum_program_result_model",
    "ExecutorV11QuantumProgramResultModelSchemaVersion": ".executor_v11_quantum_program_result_model_schema_version",
    "ExecutorV11SamplexItemModel": ".executor_v11_samplex_item_model",
    "ExecutorV11SamplexItemModelItemType": ".executor_v11_samplex_item_model_item_type",
    "ExecutorV11SamplexItemModelSamplexArguments": ".executor_v11_samplex_item_model_samplex_arguments",
    "ExecutorV20ChunkPart": ".executor_v20_chunk_part",
    "ExecutorV20ChunkSpan": ".executor_v20_chunk_span",
    "ExecutorV20CircuitItemModel": ".executor_v20_circuit_item_model",
    "ExecutorV20CircuitItemModelItemType": ".executor_v20_circuit_item_model_item_type",
    "ExecutorV20MetadataModel": ".executor_v20_metadata_model",
    "ExecutorV20OptionsModel": ".executor_v20_options_model",
    "ExecutorV20OptionsModelExperimental": ".executor_v20_options_model_experimental",
    "ExecutorV20ParamsModel": ".executor_v20_params_model",
    "ExecutorV20ParamsModelSchemaVersion": ".executor_v20_params_model_schema_version",
    "ExecutorV20QuantumProgramModel": ".executor_v20_quantum_program_model",
    "ExecutorV20QuantumProgramModelMeasLevel": ".executor_v20_quantum_program_model_meas_level",
    "ExecutorV20QuantumProgramResultItemModel": ".executor_v20_quantum_program_result_item_model",
    "ExecutorV20QuantumProgramResultItemModelResults": ".executor_v20_quantum_program_result_item_model_results",
    "ExecutorV20QuantumProgramResultModel": ".executor_v20_quantum_program_result_model",
    "ExecutorV20QuantumProgramResultModelSchemaVersion": ".executor_v20_quantum_program_result_model_schema_version",
    "ExecutorV20SamplexItemModel": ".executor_v20_samplex_item_model",
    "ExecutorV20SamplexItemModelItemType": ".executor_v20_samplex_item_model_item_type",
    "ExecutorV20SamplexItemModelSamplexArguments": ".executor_v20_samplex_item_model_samplex_arguments",
    "ExpandedAccountConfiguration": ".expanded_account_configuration",
    "ExpandedPlanConfiguration": ".expanded_plan_configuration",
    "F64CompressedTensorModel": ".f64_compressed_tensor_model",
    "F64CompressedTensorModelDtype": ".f64_compressed_tensor_model_dtype",
    "F64TensorModel": ".f64_tensor_model",
    "F64TensorModelDtype": ".f64_tensor_model_dtype",
    "FunctionConfig": ".function_config",
    "FunctionConfigBusinessModel": ".function_config_business_model",
    "GateConfig": ".gate_config",
    "GateProperties": ".gate_properties",
    "GenericError": ".generic_error",
    "GenericErrorDto": ".generic_error_dto",
    "GetAnalyticsFiltersResponse": ".get_analytics_filters_response",
    "GetAnalyticsUsageGroupedByDateGroupBy": ".get_analytics_usage_grouped_by_date_group_by",
    "GetAnalyticsUsageGroupedByDateResponse": ".get_analytics_usage_grouped_by_date_response",
    "GetAnalyticsUsageGroupedByDateResponseData": ".get_analytics_usage_grouped_by_date_response_data",
    "GetAnalyticsUsageGroupedGroupBy": ".get_analytics_usage_grouped_group_by",
    "GetAnalyticsUsageGroupedResponse": ".get_analytics_usage_grouped_response",
    "GetAnalyticsUsageGroupedResponseData": ".get_analytics_usage_grouped_response_data",
    "GetAnalyticsUsageResponse": ".get_analytics_usage_response",
    "Hamiltonian": ".hamiltonian",
    "HamiltonianOsc": ".hamiltonian_osc",
    "HamiltonianVars": ".hamiltonian_vars",
    "IBMCloudCOSRemoteStorageOption": ".ibm_cloud_cos_remote_storage_option",
    "IBMCloudCOSRemoteStorageOptionRegionType": ".ibm_cloud_cos_remote_storage_option_region_type",
    "IBMCloudCOSRemoteStorageOptionType": ".ibm_cloud_cos_remote_storage_option_type",
    "Instance": ".instance",
    "InstanceConfiguration": ".instance_configuration",
    "InstanceConfigurationUpdate": ".instance_configuration_update",
    "InstanceFilter": ".instance_filter",
    "InstanceUsage": ".instance_usage",
    "ItemMetadataModel": ".item_metadata_model",
    "JobCreateResponse": ".job_create_response",
    "JobMetrics": ".job_metrics",
    "JobResponse": ".job_response",
    "JobRunParams": ".job_run_params",
    "JobRunParamsBase": ".job_run_params_base",
    "JobRunParamsChannelPartner": ".job_run_params_channel_partner",
    "JobRunParamsEstimator": ".job_run_params_estimator",
    "JobRunParamsNoiseLearner": ".job_run_params_noise_learner",
    "JobRunParamsParams": ".job_run_params_params",
    "JobRunParamsSampler": ".job_run_params_sampler",
    "JobSession": ".job_session",
    "JobState": ".job_state",
    "JobStateStatus": ".job_state_status",
    "JobStatus": ".job_status",
    "JobUsage": ".job_usage",
    "JobsResponse": ".jobs_response",
    "LayerNoiseLearningOptions": ".layer_noise_learning_options",
    "ListBackendsFields": ".list_backends_fields",
    "ListTagsResponse": ".list_tags_response",
    "ListTagsType": ".list_tags_type",
    "ListWorkloadsSort": ".list_workloads_sort",
    "ListWorkloadsUser": ".list_workloads_user",
    "LogLevel": ".log_level",
    "MeasureNoiseLearningOptions": ".measure_noise_learning_options",
    "Nduv": ".nduv",
    "NoiseLearnerOptions": ".noise_learner_options",
    "NoiseLearnerOptionsExperimental": ".noise_learner_options_experimental",
    "NoiseLearnerV3V01LindbladResultMetadataModel": ".noise_learner_v3v01_lindblad_result_metadata_model",
    "NoiseLearnerV3V01LindbladResultMetadataModelLearningProtocol": ".noise_learner_v3v01_lindblad_result_metadata_model_learning_protocol",
    "NoiseLearnerV3V01LindbladResultPostSelectionMetadataModel": ".noise_learner_v3v01_lindblad_result_post_selection_metadata_model",
    "NoiseLearnerV3V01LindbladResultPostSelectionMetadataModelFractionKept": ".noise_learner_v3v01_lindblad_result_post_selection_metadata_model_fraction_kept",
    "NoiseLearnerV3V01NoiseLearnerV3ResultModel": ".noise_learner_v3v01_noise_learner_v3_result_model",
    "NoiseLearnerV3V01NoiseLearnerV3ResultsModel": ".noise_learner_v3v01_noise_learner_v3_results_model",
    "NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion": ".noise_learner_v3v01_noise_learner_v3_results_model_schema_version",
    "NoiseLearnerV3V01OptionsModel": ".noise_learner_v3v01_options_model",
    "NoiseLearnerV3V01ParamsModel": ".noise_learner_v3v01_params_model",
    "NoiseLearnerV3V01ParamsModelSchemaVersion": ".noise_learner_v3v01_params_model_schema_version",
    "NoiseLearnerV3V01TREXResultMetadataModel": ".noise_learner_v3v01trex_result_metadata_model",
    "NoiseLearnerV3V01TREXResultMetadataModelLearningProtocol": ".noise_learner_v3v01trex_result_metadata_model_learning_protocol",
    "NoiseLearnerV3V01TREXResultPostSelectionMetadataModel": ".noise_learner_v3v01trex_result_post_selection_metadata_model",
    "NoiseLearnerV3V02LindbladResultMetadataModel": ".noise_learner_v3v02_lindblad_result_metadata_model",
    "NoiseLearnerV3V02LindbladResultMetadataModelLearningProtocol": ".noise_learner_v3v02_lindblad_result_metadata_model_learning_protocol",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModel": ".noise_learner_v3v02_lindblad_result_post_selection_metadata_model",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelFractionKept": ".noise_learner_v3v02_lindblad_result_post_selection_metadata_model_fraction_kept",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRates": ".noise_learner_v3v02_lindblad_result_post_selection_metadata_model_success_rates",
    "NoiseLearnerV3V02LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty": ".noise_learner_v3v02_lindblad_result_post_selection_metadata_model_success_rates_additional_property",
    "NoiseLearnerV3V02NoiseLearnerV3ResultModel": ".noise_learner_v3v02_noise_learner_v3_result_model",
    "NoiseLearnerV3V02NoiseLearnerV3ResultsModel": ".noise_learner_v3v02_noise_learner_v3_results_model",
    "NoiseLearnerV3V02NoiseLearnerV3ResultsModelSchemaVersion": ".noise_learner_v3v02_noise_learner_v3_results_model_schema_version",
    "NoiseLearnerV3V02OptionsModel": ".noise_learner_v3v02_options_model",
    "NoiseLearnerV3V02ParamsModel": ".noise_learner_v3v02_params_model",
    "NoiseLearnerV3V02ParamsModelSchemaVersion": ".noise_learner_v3v02_params_model_schema_version",
    "NoiseLearnerV3V02TREXResultMetadataModel": ".noise_learner_v3v02trex_result_metadata_model",
    "NoiseLearnerV3V02TREXResultMetadataModelLearningProtocol": ".noise_learner_v3v02trex_result_metadata_model_learning_protocol",
    "NoiseLearnerV3V02TREXResultPostSelectionMetadataModel": ".noise_learner_v3v02trex_result_post_selection_metadata_model",
    "NoiseLearnerV3V02TREXResultPostSelectionMetadataModelSuccessRates": ".noise_learner_v3v02trex_result_post_selection_metadata_model_success_rates",
    "NoiseLearnerV3V03BitFlipChecksOptionsModel": ".noise_learner_v3v03_bit_flip_checks_options_model",
    "NoiseLearnerV3V03LindbladResultMetadataModel": ".noise_learner_v3v03_lindblad_result_metadata_model",
    "NoiseLearnerV3V03LindbladResultMetadataModelLearningProtocol": ".noise_learner_v3v03_lindblad_result_metadata_model_learning_protocol",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModel": ".noise_learner_v3v03_lindblad_result_post_selection_metadata_model",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelFractionKept": ".noise_learner_v3v03_lindblad_result_post_selection_metadata_model_fraction_kept",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRates": ".noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates",
    "NoiseLearnerV3V03LindbladResultPostSelectionMetadataModelSuccessRatesAdditionalProperty": ".noise_learner_v3v03_lindblad_result_post_selection_metadata_model_success_rates_additional_property",
    "NoiseLearnerV3V03NoiseLearnerV3ResultModel": ".noise_learner_v3v03_noise_learner_v3_result_model",
    "NoiseLearnerV3V03NoiseLearnerV3ResultsModel": ".noise_learner_v3v03_noise_learner_v3_results_model",
    "NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion": ".noise_learner_v3v03_noise_learner_v3_results_model_schema_version",
    "NoiseLearnerV3V03OptionsModel": ".noise_learner_v3v03_options_model",
    "NoiseLearnerV3V03ParamsModel": ".noise_learner_v3v03_params_model",
    "NoiseLearnerV3V03ParamsModelSchemaVersion": ".noise_learner_v3v03_params_model_schema_version",
    "NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModel": ".noise_learner_v3v03_post_circuit_bit_flip_checks_options_model",
    "NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelStrategy": ".noise_learner_v3v03_post_circuit_bit_flip_checks_options_model_strategy",
    "NoiseLearnerV3V03PostCircuitBitFlipChecksOptionsModelXPulseType": ".noise_learner_v3v03_post_circuit_bit_flip_checks_options_model_x_pulse_type",
    "NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModel": ".noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model",
    "NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelStrategy": ".noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model_strategy",
    "NoiseLearnerV3V03PreCircuitBitFlipChecksOptionsModelXPulseType": ".noise_learner_v3v03_pre_circuit_bit_flip_checks_options_model_x_pulse_type",
    "NoiseLearnerV3V03TREXResultMetadataModel": ".noise_learner_v3v03trex_result_metadata_model",
    "NoiseLearnerV3V03TREXResultMetadataModelLearningProtocol": ".noise_learner_v3v03trex_result_metadata_model_learning_protocol",
    "NoiseLearnerV3V03TREXResultPostSelectionMetadataModel": ".noise_learner_v3v03trex_result_post_selection_metadata_model",
    "NoiseLearnerV3V03TREXResultPostSelectionMetadataModelSuccessRates": ".noise_learner_v3v03trex_result_post_selection_metadata_model_success_rates",
    "NoiseModel": ".noise_model",
    "OpenQasm3DataModel": ".open_qasm_3_data_model",
    "Params": ".params",
    "PauliLindbladMapModel": ".pauli_lindblad_map_model",
    "PecOptions": ".pec_options",
    "PerformanceMetrics": ".performance_metrics",
    "PlanConfiguration": ".plan_configuration",
    "PlanFilter": ".plan_filter",
    "PostSelectionOptionsModel": ".post_selection_options_model",
    "PostSelectionOptionsModelStrategy": ".post_selection_options_model_strategy",
    "PostSelectionOptionsModelXPulseType": ".post_selection_options_model_x_pulse_type",
    "PrimitiveVersion": ".primitive_version",
    "ProcessorType": ".processor_type",
    "Program": ".program",
    "QpyDataV13ToV17Model": ".qpy_data_v13_to_v17_model",
    "QpyModelV13ToV16": ".qpy_model_v13_to_v16",
    "QpyModelV13ToV17": ".qpy_model_v13_to_v17",
    "QubitList": ".qubit_list",
    "ReadoutErrorMedian": ".readout_error_median",
    "RemoteStorage": ".remote_storage",
    "RemoteStorageJobParams": ".remote_storage_job_params",
    "RemoteStorageLogs": ".remote_storage_logs",
    "RemoteStorageResults": ".remote_storage_results",
    "ReplaceJobTagsBody": ".replace_job_tags_body",
    "ResilienceOptions": ".resilience_options",
    "SamplerExecutionOptions": ".sampler_execution_options",
    "SamplerExecutionOptionsMeasType": ".sampler_execution_options_meas_type",
    "SamplerOptions": ".sampler_options",
    "SamplerOptionsExperimental": ".sampler_options_experimental",
    "SamplexModel": ".samplex_model",
    "SamplexModelSSV1": ".samplex_model_ssv1",
    "SamplexModelSSV1ToSSV2": ".samplex_model_ssv1_to_ssv2",
    "SamplexModelSSV1ToSSV3": ".samplex_model_ssv1_to_ssv3",
    "SamplexModelSSV1ToSSV4": ".samplex_model_ssv1_to_ssv4",
    "SchedulerTimingModel": ".scheduler_timing_model",
    "SessionState": ".session_state",
    "SessionTimestamp": ".session_timestamp",
    "SimulatorOptions": ".simulator_options",
    "StretchValueModel": ".stretch_value_model",
    "SubscriptionFilter": ".subscription_filter",
    "TensorModel": ".tensor_model",
    "TensorModelDtype": ".tensor_model_dtype",
    "Timestamps": ".timestamps",
    "TimingConstraints": ".timing_constraints",
    "TwirlingOptions": ".twirling_options",
    "TwirlingStrategy": ".twirling_strategy",
    "TwoQErrorBest": ".two_q_error_best",
    "TwoQErrorLayered": ".two_q_error_layered",
    "TwoQErrorMedian": ".two_q_error_median",
    "UChannelLOItem": ".u_channel_lo_item",
    "UpdateSessionRequest": ".update_session_request",
    "URLCursor": ".url_cursor",
    "UsagePeriod": ".usage_period",
    "UserFilter": ".user_filter",
    "VersionMetadata": ".version_metadata",
    "VersionResponse": ".version_response",
    "VersionStatus": ".version_status",
    "WaitTimeSeconds": ".wait_time_seconds",
    "Workload": ".workload",
    "WorkloadMode": ".workload_mode",
    "WorkloadStatus": ".workload_status",
    "WorkloadUsage": ".workload_usage",
    "WorkloadsResponse": ".workloads_response",
    "ZneExtrapolator": ".zne_extrapolator",
    "ZneOptions": ".zne_options",
    "ZneOptionsAmplifier": ".zne_options_amplifier",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_MODULES[name], __name__), name)

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
