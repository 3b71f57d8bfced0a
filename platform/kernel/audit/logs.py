"""JSON log lines with request id and county."""

import json
import logging

from kernel.audit.request import request_id
from kernel.tenancy.connection import connection


class JsonFormatter(logging.Formatter):
    """One JSON object a line; carries the message, never the request's content."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id(),
            "county": getattr(connection.tenant, "code", None),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
