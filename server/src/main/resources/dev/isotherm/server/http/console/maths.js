// Vectors come as lists of numbers, normalised or not.
const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);

const length = (vector) => Math.sqrt(dot(vector, vector));

/** The cosine of each with each. */
export function cosines(vectors) {
  const lengths = vectors.map(length);
  return vectors.map((a, i) => vectors.map((b, j) => dot(a, b) / (lengths[i] * lengths[j])));
}

const pairs = (matrix) => matrix.flatMap((row, i) => row.slice(0, i));

export const meanOfPairs = (matrix) => pairs(matrix).reduce((sum, x) => sum + x, 0) / pairs(matrix).length;

export const rangeOfPairs = (matrix) => [Math.min(...pairs(matrix)), Math.max(...pairs(matrix))];

/** For each the index of the other that is most alike. */
export const nearest = (matrix) => matrix.map((row, i) => row.reduce((best, x, j) => (j !== i && (best < 0 || x > row[best]) ? j : best), -1));

export const difference = (a, b) => a.map((row, i) => row.map((x, j) => x - b[i][j]));

/** The mean of vectors taken at length 1. */
export function centre(vectors) {
  const units = vectors.map(unit);
  return units[0].map((_, i) => units.reduce((sum, vector) => sum + vector[i], 0) / units.length);
}

export const around = (vectors, middle) => vectors.map((vector) => unit(vector).map((x, i) => x - middle[i]));

function unit(vector) {
  const norm = length(vector);
  return vector.map((x) => x / norm);
}
