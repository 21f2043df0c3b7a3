package dev.isotherm.cuda;

import org.bytedeco.javacpp.Pointer;

/** An address that others own, as JavaCPP wants it. */
final class Address extends Pointer {

    Address(long address) {
        this.address = address;
    }
}
