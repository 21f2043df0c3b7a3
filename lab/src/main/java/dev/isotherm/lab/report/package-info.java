/** Reports people look at: a model of findings, tables and plots, written as Markdown and as one self-contained page. */
package dev.isotherm.lab.report;
