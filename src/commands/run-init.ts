export async function runInit(): Promise<void> {}
