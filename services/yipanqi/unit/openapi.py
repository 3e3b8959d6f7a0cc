"""What the API's description says beyond the routes: the body of an event, the errors, the keys."""

from __future__ import annotations

from typing import Any

from yipanqi.unit.problems import ErrorAnswer

TITLE = "Yipanqi unit service"
DESCRIPTION = (
    "单位服务：以 HTTP 提交事件和台账，读取回执。 "
    "Send events and spreadsheets by HTTP, read the coordinator's receipts. "
    "Events are CloudEvents 1.0; `data` follows the Avro schema of the event's type (decimals and dates as strings). "
    "Extension attributes are taken and not carried on."
)

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorAnswer, "description": text}
    for status, text in {
        400: "no valid JSON, or a body that was cut off",
        401: "no valid API key",
        403: "the key lacks the scope, or the catalogue does not let this unit publish the type",
        409: "the id was used before for other content",
        413: "too large",
        415: "another Content-Type than those listed",
        422: "an event or parameter is wrong; `errors` lists each field",
        429: "too much waits already: come back after Retry-After seconds",
        503: "the database, or the schema ids that are asked for once, can't be had now",
    }.items()
}

_EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "type", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "maxLength": 100, "description": "given by the client to make retries harmless"},
        "source": {"type": "string", "description": "urn:yipanqi:<unit> or urn:yipanqi:<unit>:<system>; filled in"},
        "type": {"type": "string", "examples": ["yipanqi.project.ProjectRegistered"]},
        "subject": {"type": "string", "description": "the aggregate's id; filled in"},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "data": {"type": "object"},
    },
}

EVENT_BODY: dict[str, Any] = {
    "schema": {"oneOf": [_EVENT, {"type": "array", "items": _EVENT, "minItems": 1, "maxItems": 1000}]}
}

FILE_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
    },
}
