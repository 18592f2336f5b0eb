/** Tarjan's algorithm: the groups of nodes that all lead to each other. */

/** Groups of two and more, and nodes that lead to themselves; each group sorted. */
export function circlesIn(arrows: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();
  const circles: string[][] = [];

  const visit = (node: string): number => {
    const place = order.size;
    order.set(node, place);
    let low = place;
    stack.push(node);
    open.add(node);
    const next = arrows.get(node) ?? [];
    for (const to of next) {
      if (!order.has(to)) low = Math.min(low, visit(to));
      else if (open.has(to)) low = Math.min(low, lowest.get(to) ?? order.get(to) ?? low);
    }
    lowest.set(node, low);
    if (low === place) {
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) open.delete(member);
      if (group.length > 1 || next.includes(node)) circles.push(group.sort());
    }
    return low;
  };
  for (const node of arrows.keys()) if (!order.has(node)) visit(node);
  return circles;
}
