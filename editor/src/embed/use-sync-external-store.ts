/** In the place of the shim that some packages bring: React has it itself. */
export { useSyncExternalStore } from 'react';
