import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Route, Router, Switch } from 'wouter';
import { i18n } from '../ui/i18n/index.ts';
import { ToastProvider } from '../ui/Toasts.tsx';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { LinkPage } from './access/LinkPage.tsx';
import { basePath } from './address.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Home } from './home/Home.tsx';
import { LostPage } from './LostPage.tsx';
import { drawnOnceLoaded } from './page/drawn-once-loaded.tsx';
import { loadDocumentPage, loadHistoryPage } from './page/load.ts';
import { PageSkeleton } from './page/PageSkeleton.tsx';
import { createQueryClient } from './queries.ts';
import { useLeaveWhenFinished } from './use-leave-when-finished.ts';

const { Loaded: DocumentPage } = drawnOnceLoaded(() => loadDocumentPage(), PageSkeleton);
const { Loaded: HistoryPage } = drawnOnceLoaded(loadHistoryPage, PageSkeleton);
const { Loaded: EmbedPage } = drawnOnceLoaded(
  () => import('./embed/EmbedPage.tsx').then(({ EmbedPage }) => EmbedPage),
  () => null,
);

export const App = () => {
  const [queryClient] = useState(createQueryClient);
  return (
    <I18nextProvider i18n={i18n}>
      <ErrorBoundary>
        <QueryClientProvider client={queryClient}>
          <TooltipProvider delayDuration={400} skipDelayDuration={200}>
            <ToastProvider>
              <Pages />
            </ToastProvider>
          </TooltipProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </I18nextProvider>
  );
};

const Pages = () => {
  const aroundNav = useLeaveWhenFinished();
  return (
    <Router base={basePath} aroundNav={aroundNav}>
      <Switch>
        <Route path="/">
          <Home />
        </Route>
        <Route path="/d/:id">{({ id }) => <DocumentPage key={id} id={id} />}</Route>
        <Route path="/embed/:id">{({ id }) => <EmbedPage key={id} id={id} />}</Route>
        <Route path="/d/:id/history">{({ id }) => <HistoryPage key={id} id={id} />}</Route>
        <Route path="/s/:link">{({ link }) => <LinkPage key={link} link={link} />}</Route>
        <Route>
          <LostPage />
        </Route>
      </Switch>
    </Router>
  );
};
