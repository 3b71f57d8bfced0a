"""Cells on the operators' host: installations below this one, and this one as seen from above."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluation.rollup.domain.cell import register_cell
from evaluation.rollup.forms import CellForm, KeyForm
from evaluation.rollup.models import Cell
from evaluation.rollup.queries.cell import describe_cell, find_cell, list_cells, own_cell
from kernel.access.request import ActorRequest
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict, Invalid
from kernel.web.forms import add_errors
from kernel.web.refusals import status_of

answers_form = require_http_methods(["GET", "HEAD", "POST"])


@answers_form
def cell_list(request: ActorRequest) -> HttpResponse:
    """All cells; below, the form of another one."""
    require(request.actor, OfficialRole.PLATFORM)
    form = CellForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            cell = register_cell(actor=request.actor, **form.cleaned_data)
        except (Conflict, Invalid) as refusal:
            add_errors(form, refusal)
            status = status_of(refusal)
        else:
            messages.success(request, _("The cell is registered; it may push from now on."))
            return redirect("cells:cell", cell.code)
    context = {
        "cells": [describe_cell(cell) for cell in list_cells(actor=request.actor)],
        "own": own_cell(actor=request.actor),
        "form": form,
    }
    return render(request, "rollup/cell_list.html", context, status=status)


@answers_form
def show_cell(request: ActorRequest, code: str) -> HttpResponse:
    """One cell, and the form that gives it another key."""
    cell = find_cell(actor=request.actor, code=code)
    form = KeyForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return show(request, cell, form, 422 if form.is_bound else 200)
    given = {"code": cell.code, "name": cell.name, **form.cleaned_data}
    try:
        register_cell(actor=request.actor, replace=True, **given)
    except (Conflict, Invalid) as refusal:
        add_errors(form, refusal)
        return show(request, cell, form, status_of(refusal))
    messages.success(request, _("The cell has another key; what the old one signs is refused."))
    return redirect("cells:cell", cell.code)


def show(request: ActorRequest, cell: Cell, form: forms.Form, status: int) -> HttpResponse:
    crumbs = [(_("Cells"), reverse("cells:list")), (str(cell), "")]
    context = {"cell": describe_cell(cell), "form": form, "crumbs": crumbs}
    return render(request, "rollup/cell.html", context, status=status)
