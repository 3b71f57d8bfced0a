"""REST framework: our own authentication, errors and paging; OpenAPI 3.1."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.base.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.base.authentication.IsActor"],
    "DEFAULT_RENDERER_CLASSES": ["api.base.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.base.rendering.StrictJSONParser"],
    "EXCEPTION_HANDLER": "api.base.errors.answer_exception",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Qianzhan 千站 API",
    "DESCRIPTION": "The annual evaluation of social-work stations.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "APPEND_COMPONENTS": {
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
    },
    "SECURITY": [{"bearer": []}],
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.base.openapi.name_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CycleState": "evaluation.cycles.states.CycleState",
        "EvaluationState": "evaluation.cycles.states.State",
        "ScoreState": ["SCORED", "NA", "MISSING"],
        "StationState": "stations.network.enums.State.values",
    },
}
