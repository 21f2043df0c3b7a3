/** Weight files, parsed defensively: safetensors and ONNX. Bytes only, no natives. */
package dev.isotherm.engine.weights;
