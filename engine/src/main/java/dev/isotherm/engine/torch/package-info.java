/** LibTorch: natives, backends, and the operations of a forward pass. */
package dev.isotherm.engine.torch;
