import { useEffect } from "preact/hooks";
import type { Article, Slug } from "../../protocol/article.ts";
import { routes } from "../../protocol/routes.ts";
import { Page } from "../../rendering/frame.ts";
import type { PageSetting } from "../../rendering/pages.ts";
import type { Messages } from "../messages/messages.ts";
import { ArticleScreen } from "../reading/ArticleScreen.tsx";
import { FrontScreen } from "../reading/FrontScreen.tsx";
import { MissingScreen } from "../reading/MissingScreen.tsx";
import { useLists } from "../reading/use-lists.ts";
import { Absent } from "./Absent.tsx";
import type { Composition } from "./App.tsx";
import type { Route } from "./route.ts";
import type { ServedPage } from "./served-page.ts";
import { useSeldom } from "./use-seldom.ts";
import { WritingDoor } from "./WritingDoor.tsx";

export interface ScreenProps {
  readonly composition: Composition;
  readonly route: Route;
  /** The served page that is being taken over, on the first screen only. */
  readonly served: ServedPage | undefined;
  readonly live: boolean;
  readonly messages: Messages;
  readonly setting: PageSetting;
  readonly onLook: () => void;
  readonly onPassOn: (article: Article) => void;
  readonly onSay: (text: string) => void;
}

/** The screen of a route. */
export function Screen(props: ScreenProps) {
  const { composition, route, served, live, messages, setting } = props;
  const { reading, router } = composition;
  switch (route.kind) {
    case "start":
    case "front":
    case "tag": {
      const list = served?.kind === "list" ? served.list : undefined;
      return (
        <Titled
          title={
            route.kind === "tag"
              ? `${route.tag} · ${setting.name}`
              : setting.words.frontTitle(setting.name)
          }
        >
          <FrontScreen
            {...setting}
            messages={messages}
            reading={reading}
            now={composition.now}
            live={live}
            served={list?.entries}
            tag={route.kind === "tag" ? route.tag : undefined}
            older={list?.older}
            onOpen={router.openLayer}
          />
        </Titled>
      );
    }
    case "article":
      return <OpenArticle {...props} slug={route.slug} />;
    case "shelf":
      return (
        <Titled title={`${setting.words.shelf} · ${setting.name}`}>
          <Shelf {...props} />
        </Titled>
      );
    case "privacy":
      return (
        <Titled title={`${setting.words.privacyTitle} · ${setting.name}`}>
          <SeldomScreen {...props} />
        </Titled>
      );
    case "layer":
      return <SeldomScreen {...props} />;
    case "writing":
      return <WritingDoor composition={composition} page={setting} messages={messages} />;
  }
}

/** The settings and the privacy page: a frame at once, their content when its chunk is here. */
function SeldomScreen({ composition, route, setting, messages }: ScreenProps) {
  const seldom = useSeldom(1);
  if (seldom && route.kind === "layer") {
    return <seldom.SeldomLayer composition={composition} layer={route.layer} setting={setting} />;
  }
  if (seldom && route.kind === "privacy") {
    return <seldom.SeldomPrivacy composition={composition} setting={setting} />;
  }
  return (
    <Page screen="layer" words={setting.words} place={undefined}>
      {seldom === null && <Absent messages={messages} />}
    </Page>
  );
}

/** The shelf: a frame at once, its rows when their chunk is here. */
function Shelf({ composition, setting, messages }: ScreenProps) {
  const Lists = useLists(1);
  const { reading, router } = composition;
  return Lists ? (
    <Lists.ShelfScreen
      {...setting}
      messages={messages}
      reading={reading}
      onOpen={router.openLayer}
    />
  ) : (
    <Page screen="shelf" words={setting.words} place="shelf">
      {Lists === null && <Absent messages={messages} />}
    </Page>
  );
}

function OpenArticle({
  composition,
  served,
  live,
  messages,
  setting,
  slug,
  onLook,
  onPassOn,
  onSay,
}: ScreenProps & { readonly slug: Slug }) {
  const { reading, wide } = composition;
  useEffect(() => void reading.open(slug), [slug]);
  const Lists = useLists(Number(wide.value));
  const known = reading.opened.value;
  const opened = known?.slug === slug ? known : undefined;
  const found = opened?.kind === "here" ? opened.found : undefined;
  const taken = served?.kind === "article" ? served : undefined;
  const here = found?.article?.article;
  const isPart = taken?.isPart && !here;
  const article = taken?.isPart ? (here ?? taken.article) : (taken?.article ?? here);
  const entry = opened?.kind === "absent" ? opened.entry : found?.entry;
  if (article === undefined) {
    if (opened?.kind === "absent") {
      return (
        <MissingScreen
          {...setting}
          slug={slug}
          why={opened.why}
          messages={messages}
          reading={reading}
        />
      );
    }
    return <Page screen="article" words={setting.words} place="read" />;
  }
  const translation = taken !== undefined ? taken.translation : addressOf(found?.translation);
  return (
    <Titled title={`${article.title} · ${setting.name}`}>
      <ArticleScreen
        key={slug}
        {...setting}
        article={article}
        entry={entry}
        translation={translation}
        isPart={isPart}
        messages={messages}
        reading={reading}
        live={live}
        beside={
          served === undefined && wide.value ? (
            Lists ? (
              <Lists.ListBeside {...setting} reading={reading} current={slug} />
            ) : (
              <aside class="beside" />
            )
          ) : undefined
        }
        onLook={onLook}
        onPassOn={onPassOn}
        onSay={onSay}
        onKept={() => composition.askToPersist("shelf")}
      />
    </Titled>
  );
}

const addressOf = (slug: Slug | undefined): string | undefined => slug && routes.article(slug);

/** Sets the page's title. Writing and the layers have none of their own: titles stay in the browser's history. */
function Titled({
  title,
  children,
}: {
  readonly title: string;
  readonly children: preact.ComponentChildren;
}) {
  useEffect(() => void (document.title = title), [title]);
  return <>{children}</>;
}
