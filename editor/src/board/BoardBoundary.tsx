import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { i18n } from '../ui/i18n/index.ts';
import { Notice } from '../ui/Notice.tsx';

interface State {
  readonly failed: boolean;
}

/** Where the canvas breaks, a sentence stands in its place. The connection is outside of it and goes on: what was drawn stays. */
export class BoardBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice
        role="alert"
        icon={<TriangleAlert size={24} />}
        title={i18n.t('board.broken')}
        hint={i18n.t('board.brokenHint')}
      >
        <Button look="primary" onClick={() => this.setState({ failed: false })}>
          {i18n.t('board.drawAgain')}
        </Button>
      </Notice>
    );
  }
}
