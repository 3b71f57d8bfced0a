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

# What a client must know of every call; it stands above the operations at /api/v1/schema.
ABOUT = """The annual evaluation of social-work stations.

Sent again after an answer that did not arrive: a visit (`PUT /api/v1/visits/{id}`, or in a batch)
has the id that its sender gives it, and is taken in once however often it comes. Any other `POST`
that enters a record takes no id and gives it one: a second call enters a second record, unless
something that stands only once is in it (an ID number), which is 409. Look into the list before
sending it again, and withdraw what was doubled. An act done before is 409 where the state no
longer allows it; a change with `If-Match` names the version that it changes.
"""
SPECTACULAR_SETTINGS = {
    "TITLE": "Qianzhan 千站 API",
    "DESCRIPTION": ABOUT,
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
