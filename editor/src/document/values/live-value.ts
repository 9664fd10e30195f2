import { $getSelection, $isRangeSelection } from 'lexical';
import { Activity, Gauge } from 'lucide-react';
import { $createLiveValueNode, $createSparklineNode } from '../../content/nodes/live-value.ts';
import type { Action } from '../actions/action.ts';
import { $insertBlock } from '../blocks/insert-block.ts';

export const LIVE_VALUE: Action = {
  name: 'liveValue',
  icon: Gauge,
  run: (editor) =>
    editor.update(() => {
      const selection = $getSelection();
      if ($isRangeSelection(selection)) selection.insertNodes([$createLiveValueNode()]);
    }),
  isDisabled: (state) => state.readOnly || state.block === 'code',
};

export const SPARKLINE: Action = {
  name: 'sparkline',
  icon: Activity,
  run: (editor) => editor.update(() => void $insertBlock($createSparklineNode())),
  isDisabled: (state) => state.readOnly || state.block === 'code',
};
