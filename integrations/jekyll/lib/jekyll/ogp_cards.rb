# frozen_string_literal: true

require "jekyll"
require "jekyll/ogp_cards/version"
require "jekyll/ogp_cards/row"
require "jekyll/ogp_cards/build"

module Jekyll
  # A card for every post. One call of `ogp render` a build; cards never enter the source tree, so nothing loops.
  module OgpCards
    # What ogp and this plugin write lies below the source: the watcher must not take it for an edit. The list is the
    # very object that the watcher will read, so it is changed in place. ogp.toml is no page either.
    def self.exclude_own_files(site)
      cache = site.cache_dir.delete_prefix("#{site.source}/")
      [".ogp", cache, "ogp.toml"].each { |path| site.exclude << path unless site.exclude.include?(path) }
    end
  end
end

Jekyll::Hooks.register(:site, :after_init) { |site| Jekyll::OgpCards.exclude_own_files(site) }
Jekyll::Hooks.register(:site, :post_read) { |site| Jekyll::OgpCards::Build.new(site).run }
