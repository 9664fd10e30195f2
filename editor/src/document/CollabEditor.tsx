import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Assets, Connection } from '../client/index.ts';
import { i18n } from '../ui/i18n/index.ts';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { useUploads } from './assets/use-uploads.ts';
import { EditorSurface, type SurfaceProps } from './EditorSurface.tsx';
import { type ConnectionTarget, useConnection } from './use-connection.ts';

type Target =
  /** One that somebody else opened and will end. */
  | { readonly connection: Connection }
  /** Opened here, ended with the component. */
  | (ConnectionTarget & {
      /** Where pictures and files are kept; the service itself unless told. */
      readonly assets?: Assets;
    });

type CollabEditorProps = Target & Omit<SurfaceProps, 'connection'>;

/** A document to write in together. Its `children` stand between the toolbar and the text; its `fallback` while there is nothing to show. */
export const CollabEditor = (props: CollabEditorProps) => (
  <I18nextProvider i18n={i18n}>
    <TooltipProvider delayDuration={400}>
      {'connection' in props ? <EditorSurface key={props.connection.doc.guid} {...props} /> : <Connected {...props} />}
    </TooltipProvider>
  </I18nextProvider>
);

const Connected = ({
  url,
  documentId,
  token,
  transport,
  assets,
  ...surface
}: Extract<CollabEditorProps, { url: string }>): ReactNode => {
  const connection = useConnection({ url, documentId, token, transport });
  const uploads = useUploads({ url, documentId, token, assets });
  return connection === null ? (
    surface.fallback
  ) : (
    <EditorSurface key={connection.doc.guid} connection={connection} uploads={uploads} {...surface} />
  );
};
