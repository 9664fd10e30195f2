import { type ReactNode, useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Assets, Connection } from '../client/index.ts';
import { useUploads } from '../document/assets/use-uploads.ts';
import { type ConnectionTarget, useConnection } from '../document/use-connection.ts';
import { i18n } from '../ui/i18n/index.ts';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { BoardSurface, type SurfaceProps } from './BoardSurface.tsx';
import { prepareFonts } from './fonts.ts';

type Target =
  /** One that somebody else opened and will end. */
  | {
      readonly connection: Connection;
      /** The service's address, which has the fonts. */
      readonly url: string;
    }
  /** Opened here, ended with the component. */
  | (ConnectionTarget & {
      /** Where pictures are kept; the service itself unless told. */
      readonly assets?: Assets;
      /** As whom others see this window, unless the server has its own word for it. */
      readonly user?: BoardUser;
    });

interface BoardUser {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
}

type CollabBoardProps = Target & Omit<SurfaceProps, 'connection'>;

/** A board to draw on together. It fills what it is put in; its `fallback` stands there while there is nothing to show. */
export const CollabBoard = (props: CollabBoardProps) => {
  prepareFonts(props.url);
  return (
    <I18nextProvider i18n={i18n}>
      <TooltipProvider delayDuration={400}>
        {'connection' in props ? <BoardSurface key={props.connection.doc.guid} {...props} /> : <Connected {...props} />}
      </TooltipProvider>
    </I18nextProvider>
  );
};

const Connected = ({
  url,
  documentId,
  token,
  transport,
  assets,
  user,
  ...surface
}: Extract<CollabBoardProps, { documentId: string }>): ReactNode => {
  const connection = useConnection({ url, documentId, token, transport });
  const uploads = useUploads({ url, documentId, token, assets });
  useEffect(() => {
    if (user !== undefined) connection?.awareness.setLocalStateField('user', user);
  }, [connection, user]);
  return connection === null ? (
    surface.fallback
  ) : (
    <BoardSurface key={connection.doc.guid} connection={connection} uploads={uploads} {...surface} />
  );
};
