/**
 * The crc32 of two pieces after each other, from the crc32 of each: how the
 * checksum of a whole file comes out of chunks that arrived in any order.
 *
 * Appending n zero bytes to a message multiplies its remainder by x^(8n) modulo
 * the polynomial; squaring gives that factor in log n steps.
 */
export function combineCrc32(first: number, second: number, secondLength: number): number {
  let factor = ONE;
  let power = multiply(X, multiply(X, multiply(X, X)));
  power = multiply(power, power);
  for (let n = secondLength; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) factor = multiply(factor, power);
    power = multiply(power, power);
  }
  return (multiply(first >>> 0, factor) ^ second) >>> 0;
}

/** Bits are reversed, as in crc32 itself: the highest one is x^0. */
const ONE = 0x80000000;
const X = 0x40000000;
const POLYNOMIAL = 0xedb88320;

function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= shifted;
    shifted = (shifted >>> 1) ^ ((shifted & 1) === 1 ? POLYNOMIAL : 0);
  }
  return product >>> 0;
}
