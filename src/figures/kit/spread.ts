/** Places at least `gap` apart, as near to the wanted ones as their order allows, and within bounds where there is room. */
export function spread(
  wanted: readonly number[],
  gap: number,
  [low, high]: readonly [number, number] = [-Infinity, Infinity]
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  // groups of labels that touch: each lies where it is nearest to what its members want
  const groups: {members: number[]; start: number}[] = [];
  const startOf = (members: readonly number[]): number => {
    const sum = members.reduce((total, i, k) => total + wanted[i] - k * gap, 0);
    const last = high - (members.length - 1) * gap;
    return Math.max(low, Math.min(last, sum / members.length));
  };
  for (const i of order) {
    let group = {members: [i], start: startOf([i])};
    for (let above = groups.at(-1); above && above.start + above.members.length * gap > group.start;) {
      groups.pop();
      const members = [...above.members, ...group.members];
      group = {members, start: startOf(members)};
      above = groups.at(-1);
    }
    groups.push(group);
  }
  const places = [...wanted];
  for (const {members, start} of groups) members.forEach((i, k) => (places[i] = start + k * gap));
  return places;
}
