"""Pages of the operations, on the operators' host."""

from django.urls import path

from kernel.operations.pages.operation import operation, operations

app_name = "operations"
urlpatterns = [
    path("operations/", operations, name="list"),
    path("operations/<uuid:uuid>/", operation, name="operation"),
]
