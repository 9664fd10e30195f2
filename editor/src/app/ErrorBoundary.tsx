import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { i18n } from '../ui/i18n/index.ts';
import { Notice } from '../ui/Notice.tsx';

interface State {
  readonly failed: boolean;
}

/** The last net: a sentence and a way on, in place of a blank page. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice
        level={1}
        role="alert"
        icon={<TriangleAlert size={24} />}
        title={i18n.t('app.crashed')}
        hint={i18n.t('app.crashedHint')}
      >
        <Button look="primary" onClick={() => location.reload()}>
          {i18n.t('app.reload')}
        </Button>
      </Notice>
    );
  }
}
