"""JSON lines on standard error: request id, county and user id, never personal data."""

from config.settings import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kernel.audit.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.read_choice(
            "QIANZHAN_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "WARNING"
        ),
    },
}
