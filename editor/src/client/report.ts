/** Makes an error seen that no caller can be given: as the browser's own uncaught ones are, or on the console. */
export const report = (error: unknown): void => {
  if (typeof globalThis.reportError === 'function') globalThis.reportError(error);
  // biome-ignore lint/suspicious/noConsole: Node has no reportError, and throwing from a socket's event would end the process.
  else console.error(error);
};
