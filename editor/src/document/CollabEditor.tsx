import { I18nextProvider } from 'react-i18next';
import { i18n } from '../ui/i18n/index.ts';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { EditorSurface, type SurfaceProps } from './EditorSurface.tsx';

/**
 * A document to write in together, over a connection that somebody else opened and will end. Its `children` stand between
 * the toolbar and the text; its `fallback` while there is nothing to show.
 */
export const CollabEditor = (props: SurfaceProps) => (
  <I18nextProvider i18n={i18n}>
    <TooltipProvider delayDuration={400}>
      <EditorSurface key={props.connection.doc.guid} {...props} />
    </TooltipProvider>
  </I18nextProvider>
);
