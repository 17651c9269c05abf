# frozen_string_literal: true

require "cgi"
require "json"
require "open3"
require "set"

module Jekyll
  module OgpCards
    # The cards of one build: rows to `ogp render`, its cards to the site's static files, their paths to the pages.
    class Build
      TOPIC = "OGP cards:"

      def initialize(site)
        @site = site
        @config = site.config["ogp"].is_a?(Hash) ? site.config["ogp"] : {}
        @folder = File.join(site.cache_dir, "ogp")
      end

      def run
        rows = wanted
        return if @config["enabled"] == false || rows.empty?

        report = render(rows)
        report["posts"].zip(rows).each { |result, row| settle(row, result) }
        Jekyll.logger.debug TOPIC, report["summary"].inspect
        complain(report["posts"])
      end

      private

      # A picture that lies in the source, or on another server, is used as it is.
      def wanted
        there = @site.static_files.to_set(&:relative_path)
        labels = Array(@config["collections"] || @site.collections.keys)
        docs = @site.collections.values_at(*labels).compact.select(&:write?).flat_map(&:docs)
        rows = docs.reject { |doc| doc.data["ogp"] == false || doc.asset_file? || !html?(doc) }
        rows.map { |doc| Row.new(@site, doc) }.reject { |row| row.remote? || there.include?("/#{row.output}") }
      end

      def html?(doc)
        doc.output_ext == ".html"
      end

      def render(rows)
        command = [*(@config["command"] || ENV["OGP_COMMAND"] || "ogp"), "render", "-", "-C", @site.source, "-o", @folder]
        manifest = rows.map { |row| "#{JSON.generate(row.to_h)}\n" }.join
        out, err, status = Open3.capture3(*command, :stdin_data => manifest, :binmode => true)
        report = JSON.parse(out.force_encoding("UTF-8")) if [0, 1].include?(status.exitstatus)
        return report if report && report["posts"].size == rows.size

        give_up(err.force_encoding("UTF-8").scrub.strip)
      rescue Errno::ENOENT, Errno::EACCES
        give_up("#{command.first} cannot be run: install it with `pip install ogp-cards`, " \
                "or say where it is with `ogp: {command: …}` in _config.yml")
      rescue JSON::ParserError => e
        give_up("ogp gave no report: #{e.message[0, 200]}")
      end

      def settle(row, result)
        return if result["status"] == "error"

        card = StaticFile.new(@site, @folder, "/#{File.dirname(result["output"])}", File.basename(result["output"]))
        # Jekyll compares whole seconds: a card rendered twice within one would be taken for the old one.
        StaticFile.mtimes.delete(card.path) if result["status"] == "written"
        @site.static_files << card
        show(row.doc.data, result, row.image)
      end

      # A string stays a string, for themes print it; a hash is filled up, for jekyll-seo-tag reads sizes from one. That
      # prints `alt` as it stands, unlike a title: so what is made of a title is HTML already.
      def show(data, result, named)
        path = named || "/#{result["output"]}"
        known = { "path" => path, "width" => result["width"], "height" => result["height"], "alt" => CGI.escapeHTML(result["alt"]) }
        if data["image"].is_a?(Hash) && named
          data["image"] = known.merge(data["image"])
        else
          data["image"] = @config["image_hash"] ? known : path
        end
      end

      def complain(results)
        failed = results.select { |result| result["status"] == "error" }
        failed.each { |result| warn_of place(result) + "#{result["code"]} #{result["message"]}" }
        results.each do |result|
          Array(result["warnings"]).each { |item| warn_of place(result) + item["message"] }
        end
        give_up("#{failed.size} cards could not be made") unless failed.empty?
      end

      def warn_of(message)
        Jekyll.logger.warn TOPIC, harmless(message)
      end

      # A CI runner obeys `##[…]` anywhere in a log, and `::…::` at the start of a line: names of files may hold both.
      def harmless(message)
        message.gsub(%r!##(?=[\w-]*\[)!, '##\\\\').gsub(%r!^(?=\s*::)!, '\\\\')
      end

      def place(result)
        result["id"] + (result["key"] ? " [#{result["key"]}]: " : ": ")
      end

      # Where nobody looks at warnings, a missing card fails the build.
      def give_up(message)
        raise Errors::FatalException, "#{TOPIC} #{harmless(message)}" if strict?

        warn_of message
        { "posts" => [], "summary" => {} }
      end

      def strict?
        @config.fetch("strict") { !["", "0", "false"].include?(ENV["CI"].to_s) }
      end
    end
  end
end
