package dev.isotherm.lab.report;

/** One thing to look at in a section. Numbers that are not finite are gaps, wherever they occur. */
public sealed interface Block permits Table, LinePlot, GainPlot, HeatMap, Preformatted {
}
