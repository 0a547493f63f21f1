from ..types import OpenEnum


class F64TensorModelDtype(OpenEnum):
    F64 = "f64"
