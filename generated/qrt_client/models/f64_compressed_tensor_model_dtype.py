from ..types import OpenEnum


class F64CompressedTensorModelDtype(OpenEnum):
    F64 = "f64"
