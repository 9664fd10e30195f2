/** What this browser remembers for a person. Where storage is blocked nothing is remembered, and nothing breaks. */

const PREFIX = 'cowrite.';

export const readSetting = (name: string): string | null => {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
};

/** `null` forgets it. */
export const writeSetting = (name: string, value: string | null): void => {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // Blocked or full: the choice holds for this page.
  }
};
