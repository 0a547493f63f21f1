from __future__ import annotations

from typing import Any

import pytest

from qrt_facade import RuntimeClient


def test_opentelemetrys_httpx_instrumentation_sees_the_calls(arguments: dict[str, Any]) -> None:
    trace = pytest.importorskip("opentelemetry.sdk.trace")
    from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    provider = trace.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        with RuntimeClient(**arguments) as client:
            client.backends.list()
    finally:
        instrumentor.uninstrument()
    spans = exporter.get_finished_spans()
    urls = [str(span.attributes.get("http.url") or span.attributes.get("url.full")) for span in spans]
    assert any(url.endswith("/identity/token") for url in urls)
    assert any(url.endswith("/v1/backends") for url in urls)
    assert arguments["api_key"] not in str([span.to_json() for span in spans])
