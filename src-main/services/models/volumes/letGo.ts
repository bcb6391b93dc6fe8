/** Gives the memory of an array back at once, without waiting for the collector: large arrays follow one another here. The array is empty afterwards. */
export function letGo(array: Float32Array | Uint8Array | Uint16Array): void {
  (array.buffer as ArrayBuffer).transfer(0);
}
