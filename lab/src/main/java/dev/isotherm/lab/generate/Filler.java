package dev.isotherm.lab.generate;

import java.util.Random;

/** What stands around the sentence to be found. */
interface Filler {

    /** @param index of the sentence in its document, from 0 */
    String sentence(int index, Random random);
}
