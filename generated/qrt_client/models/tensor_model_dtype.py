from ..types import OpenEnum


class TensorModelDtype(OpenEnum):
    BOOL = "bool"
    C128 = "c128"
    F64 = "f64"
    U8 = "u8"
