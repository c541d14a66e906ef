/** The values at the given places, in their order. A plain loop: for a million lines `Float64Array.from` with a function takes ten times as long. */
export function gather(values: Float64Array, of: Int32Array): Float64Array {
  const taken = new Float64Array(of.length);
  for (let i = 0; i < of.length; i++) taken[i] = values[of[i]!]!;
  return taken;
}
