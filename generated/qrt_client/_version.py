"""Which API this package was generated from. Written by scripts/regenerate.py."""

from typing import Final

API_VERSION: Final = "2026-04-15"
# Operation id: method and path template.
OPERATIONS: Final[dict[str, tuple[str, str]]] = {
    "cancel_job": ("POST", "/v1/jobs/{id}/cancel"),
    "close_session": ("DELETE", "/v1/sessions/{id}/close"),
    "create_job": ("POST", "/v1/jobs"),
    "create_session": ("POST", "/v1/sessions"),
    "delete_job": ("DELETE", "/v1/jobs/{id}"),
    "get_account": ("GET", "/v1/accounts/{id}"),
    "get_analytics_filters": ("GET", "/v1/analytics/filters"),
    "get_analytics_usage": ("GET", "/v1/analytics/usage"),
    "get_analytics_usage_grouped": ("GET", "/v1/analytics/usage_grouped"),
    "get_analytics_usage_grouped_by_date": ("GET", "/v1/analytics/usage_grouped_by_date"),
    "get_backend_configuration": ("GET", "/v1/backends/{id}/configuration"),
    "get_backend_defaults": ("GET", "/v1/backends/{id}/defaults"),
    "get_backend_properties": ("GET", "/v1/backends/{id}/properties"),
    "get_backend_status": ("GET", "/v1/backends/{id}/status"),
    "get_instance": ("GET", "/v1/instance"),
    "get_instance_configuration": ("GET", "/v1/instances/configuration"),
    "get_instance_usage": ("GET", "/v1/instances/usage"),
    "get_job": ("GET", "/v1/jobs/{id}"),
    "get_job_logs": ("GET", "/v1/jobs/{id}/logs"),
    "get_job_metrics": ("GET", "/v1/jobs/{id}/metrics"),
    "get_job_results": ("GET", "/v1/jobs/{id}/results"),
    "get_session": ("GET", "/v1/sessions/{id}"),
    "get_versions": ("GET", "/v1/versions"),
    "list_backends": ("GET", "/v1/backends"),
    "list_jobs": ("GET", "/v1/jobs"),
    "list_tags": ("GET", "/v1/tags"),
    "list_workloads": ("GET", "/v1/workloads"),
    "replace_instance_configuration": ("PUT", "/v1/instances/configuration"),
    "replace_job_tags": ("PUT", "/v1/jobs/{id}/tags"),
    "update_session": ("PATCH", "/v1/sessions/{id}"),
}
