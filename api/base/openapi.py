"""What the OpenAPI document says the same way for every operation."""

from typing import Any

PLAIN, PROBLEM = "application/json", "application/problem+json"
# A problem, and one that carries more than others.
SCHEMAS = [{"$ref": f"#/components/schemas/{name}"} for name in ("Problem", "VisitConflict")]


def name_problems(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Errors are application/problem+json: drf-spectacular knows the renderer's type only."""
    for path in result["paths"].values():
        for operation in path.values():
            for answer in operation["responses"].values():
                content = answer.get("content", {})
                if content.get(PLAIN, {}).get("schema") in SCHEMAS:
                    content[PROBLEM] = content.pop(PLAIN)
    return result
