/** Weight files, parsed defensively: safetensors, state dicts of PyTorch, ONNX. Bytes only, no natives. */
package dev.isotherm.engine.weights;
