package dev.isotherm.lab.report;

import java.util.ArrayList;
import java.util.List;

/** A report with every kind of block. Its numbers are invented: of a realistic size, measured nowhere. */
final class SampleReport {

    static final double NONE = Double.NaN;

    private SampleReport() {
    }

    static Report full() {
        return new Report("Length collapse of BAAI/bge-small-en-v1.5", "an invented corpus, 4 320 documents, 600 queries",
                List.of("Long texts collapse: from 32 to 512 tokens the mean pairwise cosine rises from 0.58 to 0.79.",
                        "τ = 0.7 gains 2.1 points of NDCG@10 on the held-out half (95 % interval +0.9 to +3.3, p = 0.002).",
                        "Texts shorter than 64 tokens lose nothing; the gain comes from documents above 256."),
                List.of(collapse(), temperature(), gains(), policies()),
                List.of("command: isotherm evaluate --data corpus --policies 1.0,0.8,0.7",
                        "model BAAI/bge-small-en-v1.5, fingerprint e1e1cb81b1a719ff, bfloat16", "2026-01-01"));
    }

    private static Section collapse() {
        return new Section("Cosine by length", "Mean cosine of random pairs of texts in one length bin.\n\nLower is wider.", List.of(
                new LinePlot("Mean pairwise cosine", "tokens", "cosine", List.of(
                        cosine("1.0", 0.58, 0.042), cosine("0.8", 0.55, 0.033), cosine("blend:1.0,0.5", 0.53, 0.021)), true)));
    }

    private static Series cosine(String name, double start, double rise) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            double y = start + rise * i + (i % 2 == 0 ? 0.006 : -0.004);
            points.add(new Point(20 << i, y, y - 0.008 - 0.002 * i, y + 0.008 + 0.002 * i));
        }
        return new Series(name, points);
    }

    private static Section temperature() {
        List<Point> all = new ArrayList<>();
        List<Point> centred = new ArrayList<>();
        for (int i = 5; i <= 13; i++) {
            double tau = i / 10.0;
            double y = 52.4 - 34 * (tau - 0.78) * (tau - 0.78);
            all.add(new Point(tau, y, y - 1.3, y + 1.2));
            centred.add(new Point(tau, y + 1.4 - tau, y - tau + 0.3, y + 2.5 - tau));
        }
        return new Section("NDCG@10 against τ", "", List.of(new LinePlot("Score at each temperature", "attention temperature τ",
                "NDCG@10", List.of(new Series("as embedded", all), new Series("two-mean centred", centred)), false)));
    }

    private static Section gains() {
        return new Section("Gain by document length", "τ = 0.7 against τ = 1, paired bootstrap, 10,000 resamples.", List.of(
                new GainPlot("Gain of τ = 0.7", "points of NDCG@10", List.of(
                        new Gain("1–64 tokens", -0.4, -1.5, 0.7, false), new Gain("65–128 tokens", 0.3, -0.6, 1.2, false),
                        new Gain("129–256 tokens", 1.4, 0.2, 2.6, true), new Gain("257–512 tokens", 3.9, 2.1, 5.8, true),
                        new Gain("boilerplate", -2.2, -3.4, -0.9, true)))));
    }

    private static Section policies() {
        List<String> bins = List.of("1–64", "65–128", "129–256", "257–512");
        return new Section("Policies", "", List.of(
                new HeatMap("Gain by policy and length", List.of("0.8", "log:64", "first-half:0.5"), bins,
                        new double[][] {{-0.4, 0.2, 1.1, 2.4}, {0, 0.1, 1.6, 3.9}, {-1.8, -0.6, NONE, 4.8}}, 1),
                new HeatMap("Share of truncated texts", List.of("all"), bins, new double[][] {{0, 0.02, 0.11, 0.38}}, 2),
                new Table(List.of("policy", "NDCG@10", "change", "p"), List.of(
                        List.of(new Cell("1.0", Tone.STRONG), Cell.number(51.2, 1), Cell.of("–"), Cell.of("")),
                        List.of(Cell.of("log:64"), Cell.number(53.3, 1), Cell.signed(2.1, 1).as(Tone.GOOD), Cell.of("0.002")),
                        List.of(Cell.of("0.5"), Cell.number(48.9, 1), Cell.signed(-2.3, 1).as(Tone.BAD), Cell.of("<0.001"))),
                        "Held-out half, 300 queries"),
                new Preformatted("isotherm serve \\\n  --attention-temperature @policy.json")));
    }
}
