import type { Language } from '../../ui/i18n/languages.ts';

export type BuiltInTemplate = 'meeting' | 'decision' | 'plan' | 'retrospective';

export const BUILT_IN_TEMPLATES: readonly BuiltInTemplate[] = ['meeting', 'decision', 'plan', 'retrospective'];

const EN: Readonly<Record<BuiltInTemplate, string>> = {
  meeting: `**When:** 
**Who:** 

## Agenda

1. 

## Notes

## Decisions

- 

## To do

- [ ] Who does what, by when
`,
  decision: `> [!NOTE]
> Status: proposed

## What is to be decided

## What matters

- 

## Options

| Option | For | Against |
| --- | --- | --- |
|  |  |  |

## Decision

## What follows from it
`,
  plan: `## Goal

What will be different when this is done, and for whom?

## Scope

**In:** 

**Out:** 

## Milestones

| Milestone | Who | When | State |
| --- | --- | --- | --- |
|  |  |  |  |

## Risks

- 

## To do

- [ ] 
`,
  retrospective: `## What went well

- 

## What was hard

- 

## What we will try

- [ ] 
`,
};

const ZH: Readonly<Record<BuiltInTemplate, string>> = {
  meeting: `**时间：** 
**参加者：** 

## 议程

1. 

## 记录

## 决定

- 

## 待办

- [ ] 谁做什么，何时完成
`,
  decision: `> [!NOTE]
> 状态：提议中

## 要决定什么

## 重要的因素

- 

## 选项

| 选项 | 优点 | 缺点 |
| --- | --- | --- |
|  |  |  |

## 决定

## 由此带来的影响
`,
  plan: `## 目标

完成之后会有什么不同？对谁？

## 范围

**包括：** 

**不包括：** 

## 里程碑

| 里程碑 | 负责人 | 时间 | 状态 |
| --- | --- | --- | --- |
|  |  |  |  |

## 风险

- 

## 待办

- [ ] 
`,
  retrospective: `## 做得好的

- 

## 困难的

- 

## 接下来尝试

- [ ] 
`,
};

/** What a document made from a template begins with, as Markdown in the language of the interface. */
export const templateText = (template: BuiltInTemplate, language: Language): string =>
  (language === 'zh-CN' ? ZH : EN)[template];
