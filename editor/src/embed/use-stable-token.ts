import { useEffect, useMemo, useRef } from 'react';
import type { ConnectOptions } from '../client/index.ts';

type Token = ConnectOptions['token'];

/** The same function for as long as there is one: a page that writes it anew each time it draws would connect anew each time. */
export const useStableToken = (token: Token): Token => {
  const latest = useRef(token);
  useEffect(() => {
    latest.current = token;
  });
  const isFunction = typeof token === 'function';
  const text = isFunction ? undefined : token;
  return useMemo(
    () =>
      isFunction
        ? () => {
            const { current } = latest;
            return typeof current === 'function' ? current() : (current ?? '');
          }
        : text,
    [isFunction, text],
  );
};
