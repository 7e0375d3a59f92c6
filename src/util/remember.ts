/** Adds an id to those that are remembered; beyond the largest number the oldest is forgotten. */
export function remember(ids: Set<string>, id: string, most: number): void {
  ids.add(id);
  for (const oldest of ids) {
    if (ids.size <= most) break;
    ids.delete(oldest);
  }
}
