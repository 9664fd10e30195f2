import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../client/index.ts';
import { personOf } from '../../panels/people.ts';
import { useToast } from '../../ui/Toasts.tsx';
import type { BoardBinding, Viewport } from '../binding/index.ts';

/** An event: its sender asks everybody to look where they do. The server lets only those send one who may comment. */
const BRING_EVENT = 'bring';
const FURTHEST = 1e9;

interface BringInput {
  readonly connection: Connection;
  readonly binding: BoardBinding | null;
}

/** Brings everybody to what one sees; and goes along when somebody else does, with a way back. */
export const useBring = ({ connection, binding }: BringInput): (() => void) => {
  const { t } = useTranslation();
  const toast = useToast();

  useEffect(() => {
    if (binding === null) return undefined;
    return connection.onEvent(({ name, data }) => {
      const call = name === BRING_EVENT ? readCall(data) : null;
      if (call === null) return;
      const before = binding.viewport();
      binding.show(call.viewport);
      const person = personOf(connection.awareness.getStates().get(call.clientId) ?? {});
      toast({
        text: t('board.brought', { name: person?.name ?? t('board.somebody') }),
        action: { label: t('board.goBack'), run: () => binding.show(before) },
      });
    });
  }, [connection, binding, t, toast]);

  return useCallback(() => {
    if (binding === null) return;
    const call: Call = { clientId: connection.awareness.clientID, viewport: binding.viewport() };
    const sent = connection.sendEvent(BRING_EVENT, call);
    toast(sent ? { text: t('board.broughtAll') } : { tone: 'danger', text: t('board.bringOffline') });
  }, [connection, binding, t, toast]);
};

interface Call {
  readonly clientId: number;
  readonly viewport: Viewport;
}

const readCall = (data: unknown): Call | null => {
  const { clientId, viewport } = Object(data) as Record<string, unknown>;
  const { x, y, width, height } = Object(viewport) as Record<string, unknown>;
  if (typeof clientId !== 'number' || !isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height))
    return null;
  return width > 0 && height > 0 ? { clientId, viewport: { x, y, width, height } } : null;
};

const isNumber = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < FURTHEST;
