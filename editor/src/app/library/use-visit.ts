import { useEffect } from 'react';
import { api } from '../api.ts';

/** Notes that this document was opened, once the server has said that it is there. */
export const useVisit = (id: string, isThere: boolean): void => {
  useEffect(() => {
    // Of what can't be noted nothing is lost but a place in a list.
    if (isThere) api.visit(id).catch(() => undefined);
  }, [id, isThere]);
};
