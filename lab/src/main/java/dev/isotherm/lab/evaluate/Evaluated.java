package dev.isotherm.lab.evaluate;

import java.util.List;

/**
 * One set under all policies.
 *
 * @param name of the set
 * @param metric the one that decides
 * @param what one item is: a query or a pair
 * @param items how many
 * @param bins labels of the length bins, by the length of what is relevant to a query
 * @param outcomes of each policy, in their order; the first is what others are compared with
 */
public record Evaluated(String name, String metric, String what, int items, List<String> bins, List<Outcome> outcomes) {}
