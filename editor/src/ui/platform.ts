/** Whether shortcuts are told with ⌘ and ⌥. */
export const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);
