export async function runInspect(): Promise<void> {}
