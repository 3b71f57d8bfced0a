"""The roll-up on the operators' host: cells."""

from django.urls import path

from evaluation.rollup.pages.cell import cell_list, show_cell

app_name = "cells"
urlpatterns = [
    path("cells/", cell_list, name="list"),
    path("cells/<str:code>/", show_cell, name="cell"),
]
