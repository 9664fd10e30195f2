/** Lets the page answer whoever uses it. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
