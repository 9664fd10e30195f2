import type { KeyboardEvent } from 'react';

/** Up and Down lead from one `data-row` to the next. */
export const moveBetweenRows = (event: KeyboardEvent<HTMLElement>): void => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-row]')];
  const current = rows.indexOf(event.target as HTMLElement);
  if (current === -1) return;
  event.preventDefault();
  rows[current + step]?.focus();
};
