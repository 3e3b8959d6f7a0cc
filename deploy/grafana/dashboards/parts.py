"""What a dashboard is made of, as values, and their translation into Grafana's own objects.

A panel says what it shows, in which unit, when it turns yellow and red, and whether it may be empty: the test that runs
every query on a running district holds each panel to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from grafana_foundation_sdk.builders import common as common_build
from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.builders import prometheus as prometheus_build
from grafana_foundation_sdk.builders import stat, table, timeseries
from grafana_foundation_sdk.models import common, dashboard
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

SOURCE = dashboard.DataSourceRef(type_val="prometheus", uid="yipanqi-prometheus")
GREEN, YELLOW, RED = "green", "yellow", "red"


class Look(StrEnum):
    """How a panel draws its numbers."""

    STAT = "stat"
    LINES = "lines"
    BARS = "bars"
    TABLE = "table"


@dataclass(frozen=True)
class Query:
    """One PromQL expression; `legend` names its series, or the column of a table."""

    expr: str
    legend: str = ""


@dataclass(frozen=True)
class Panel:
    """One panel; `steps` are (from this value on, colour); `empty` is why it may show nothing, if it may."""

    title: str
    queries: tuple[Query, ...]
    look: Look = Look.LINES
    about: str = ""
    unit: str = "short"
    steps: tuple[tuple[float | None, str], ...] = ()
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, tuple[tuple[float | None, str], ...]]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    width: int = 8
    height: int = 8
    decimals: int | None = None
    empty: str | None = None


@dataclass(frozen=True)
class Row:
    """A titled row of panels."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Board:
    """One dashboard."""

    uid: str
    title: str
    about: str
    rows: tuple[Row, ...]
    since: str = "now-6h"
    by_unit: bool = False

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels in order."""
        return tuple(panel for row in self.rows for panel in row.panels)


def q(expr: str, legend: str = "") -> Query:
    """Return a query; line ends in `expr` are for readers only."""
    return Query(" ".join(expr.split()), legend)


def render(board: Board) -> dashboard.Dashboard:
    """Return Grafana's object of a dashboard."""
    made = (
        build.Dashboard(board.title)
        .uid(board.uid)
        .description(board.about)
        .tags(["yipanqi", "一盘棋"])
        .readonly()
        .refresh("10s")
        .time(board.since, "now")
        .timezone("browser")
        .tooltip(dashboard.DashboardCursorSync.CROSSHAIR)
        .link(_link())
    )
    if board.by_unit:
        made = made.with_variable(_unit_variable())
    for row in board.rows:
        made = made.with_row(build.Row(row.title))
        for panel in row.panels:
            made = made.with_panel(_panel(panel))
    return made.build()


def _link() -> build.DashboardLink:
    link = build.DashboardLink("一盘棋 Yipanqi").type(dashboard.DashboardLinkType.DASHBOARDS)
    return link.tags(["yipanqi"]).keep_time(True).as_dropdown(False)


def _unit_variable() -> build.QueryVariable:
    return (
        build.QueryVariable("unit")
        .label("单位 unit")
        .datasource(SOURCE)
        .query("label_values(yipanqi:unit_update_cycle_seconds, unit)")
        .refresh(dashboard.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .multi(True)
        .include_all(True)
        .all_value(".*")
        .current(dashboard.VariableOption(selected=True, text="All", value="$__all"))
    )


def _panel(panel: Panel) -> Any:
    made: Any = {Look.STAT: _stat, Look.LINES: _lines, Look.BARS: _lines, Look.TABLE: _table}[panel.look](panel)
    made = made.title(panel.title).description(panel.about).datasource(SOURCE).unit(panel.unit)
    made = made.span(panel.width).height(panel.height).thresholds(_thresholds(panel.steps)).mappings(_mappings(panel))
    made = made.no_value("–")
    if panel.decimals is not None:
        made = made.decimals(panel.decimals)
    for number, query in enumerate(panel.queries):
        made = made.with_target(_target(panel, query, chr(ord("A") + number)))
    for name, colour in panel.colours.items():
        fixed = {"mode": "fixed", "fixedColor": colour}
        made = made.override_by_name(name, [dashboard.DynamicConfigValue("color", fixed)])
    return made


def _target(panel: Panel, query: Query, letter: str) -> Any:
    made = prometheus_build.Dataquery().expr(query.expr).ref_id(letter).datasource(SOURCE)
    if panel.look is Look.TABLE:
        return made.instant().format(PromQueryFormat.TABLE)
    if panel.look is Look.STAT:
        made = made.instant()
    return made.legend_format(query.legend or "__auto")


def _stat(panel: Panel) -> stat.Panel:
    reduce = common_build.ReduceDataOptions().calcs(["lastNotNull"]).values(False)
    return (
        stat.Panel()
        .color_mode(common.BigValueColorMode.BACKGROUND if panel.steps else common.BigValueColorMode.NONE)
        .graph_mode(common.BigValueGraphMode.NONE)
        .justify_mode(common.BigValueJustifyMode.CENTER)
        .reduce_options(reduce)
        .color_scheme(_by_threshold())
    )


def _lines(panel: Panel) -> timeseries.Panel:
    legend = common_build.VizLegendOptions().display_mode(common.LegendDisplayMode.TABLE)
    legend = legend.placement(common.LegendPlacement.BOTTOM).calcs(["lastNotNull", "max"]).show_legend(True)
    tooltip = common_build.VizTooltipOptions().mode(common.TooltipDisplayMode.MULTI)
    made = timeseries.Panel().legend(legend).tooltip(tooltip.sort(common.SortOrder.DESCENDING)).min(0).line_width(1)
    if panel.look is Look.BARS:
        made = made.draw_style(common.GraphDrawStyle.BARS).fill_opacity(80)
        return made.stacking(common_build.StackingConfig().mode(common.StackingMode.NORMAL).group("A"))
    if panel.steps:
        made = made.thresholds_style(
            common_build.GraphThresholdsStyleConfig().mode(common.GraphTresholdsStyleMode.DASHED)
        )
    return made.fill_opacity(8).show_points(common.VisibilityMode.NEVER)


def _table(panel: Panel) -> table.Panel:
    made = table.Panel().cell_height(common.TableCellHeight.SM).color_scheme(_by_threshold())
    values = {f"Value #{chr(ord('A') + n)}" if len(panel.queries) > 1 else "Value": query.legend
              for n, query in enumerate(panel.queries)}  # fmt: skip
    renames = {**values, **panel.names}
    excluded = dict.fromkeys(("Time", "__name__", *panel.hidden), True)
    # The names' order is the columns' order; what is not named comes after.
    order = {name: place for place, name in enumerate((*panel.names, *values))}
    organize = {"excludeByName": excluded, "renameByName": renames, "indexByName": order}
    made = made.with_transformation(dashboard.DataTransformerConfig(id_val="merge", options={}))
    made = made.with_transformation(dashboard.DataTransformerConfig(id_val="organize", options=organize))
    for name, (unit, steps) in panel.columns.items():
        properties = [dashboard.DynamicConfigValue("unit", unit)]
        if steps:
            absolute = [{"color": colour, "value": value} for value, colour in steps]
            properties.append(dashboard.DynamicConfigValue("thresholds", {"mode": "absolute", "steps": absolute}))
            properties.append(dashboard.DynamicConfigValue("custom.cellOptions", {"type": "color-background"}))
        made = made.override_by_name(name, properties)
    return made


def _by_threshold() -> build.FieldColor:
    return build.FieldColor().mode(dashboard.FieldColorModeId.THRESHOLDS)


def _thresholds(steps: tuple[tuple[float | None, str], ...]) -> build.ThresholdsConfig:
    chosen = steps or ((None, GREEN),)
    made = [dashboard.Threshold(color=colour, value=value) for value, colour in chosen]
    return build.ThresholdsConfig().mode(dashboard.ThresholdsMode.ABSOLUTE).steps(made)


def _mappings(panel: Panel) -> list[dashboard.ValueMapping]:
    if not panel.words:
        return []
    options = {
        value: dashboard.ValueMappingResult(text=text, color=colour, index=place)
        for place, (value, (text, colour)) in enumerate(panel.words.items())
    }
    return [dashboard.ValueMap(options=options)]
