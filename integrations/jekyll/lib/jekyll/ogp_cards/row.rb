# frozen_string_literal: true

require "digest"

module Jekyll
  module OgpCards
    # What a document's card says and where it goes: a row of ogp's manifest, from what Jekyll has read.
    class Row
      FOLDER = "assets/ogp"
      UNSAFE = %r![\p{Cntrl}\p{Space}<>:"|?*#%\\{}]+!.freeze
      LONGEST = 180 # bytes of a name, so that the card's is one on every file system
      REMOTE = %r!\A\s*(?:[a-z][a-z0-9+.-]*:|//)!i.freeze

      def initialize(site, doc)
        @site = site
        @doc = doc
        @data = doc.data
      end

      attr_reader :doc

      # The image that the document itself names; one from the front matter defaults stands for many and is nobody's.
      def image
        return @image if defined?(@image)

        own = @data["image"]
        own = nil if own == @site.frontmatter_defaults.find(@doc.relative_path, @doc.type, "image")
        own = own["path"] if own.is_a?(Hash)
        @image = own.is_a?(String) && !own.strip.empty? ? own.strip : nil
      end

      def remote?
        image&.match?(REMOTE)
      end

      # The card's path below the site's root.
      def output
        return Addressable::URI.unencode(image.sub(%r!\A#{Regexp.escape(@site.baseurl.to_s)}/!, "").sub(%r!\A/!, "")) if image

        folders = @doc.relative_path.sub(%r!\A/!, "").delete_suffix(@doc.extname).split("/")
        File.join(FOLDER, *folders.map { |name| safe(name) }) + ".png"
      end

      def to_h
        extra.merge(
          {
            "id" => @doc.relative_path, "output" => output, "title" => @data["title"].to_s,
            "category" => Array(@data["categories"]).first, "tags" => Array(@data["tags"]).map(&:to_s),
            "date" => date, "author" => author, "site" => @site.config["title"],
            "url" => @site.config["url"].to_s.sub(%r!\A\w+://!, ""), "lang" => @data["lang"] || @site.config["lang"],
            "excerpt" => @data["description"]
          }.transform_values { |value| scalar?(value) ? value.to_s : value }.compact,
          look
        )
      end

      private

      # Whatever else a template may want to show.
      def extra
        @data.select { |_, value| scalar?(value) }.transform_values(&:to_s).reject { |key, _| LOOK.include?(key) }
      end

      LOOK = %w(template palette size).freeze
      private_constant :LOOK

      # As with the command line, a post says how its card looks under `ogp:`.
      def look
        own = @data["ogp"].is_a?(Hash) ? @data["ogp"] : {}
        own.slice(*LOOK).transform_values(&:to_s)
      end

      # The day that Jekyll shows. A document without a date gets the time of the build from Jekyll: that is no date.
      def date
        time = @data["date"]
        time.strftime("%Y-%m-%d") if time.respond_to?(:strftime) && time != @site.time
      end

      def author
        name = @data["author"] || @site.config["author"]
        name = @site.data.dig("authors", name) || name if name.is_a?(String) && @site.data["authors"].is_a?(Hash)
        name.is_a?(Hash) ? name["name"] : name
      end

      def scalar?(value)
        case value when String, Symbol, Numeric, true, false then true else false end
      end

      def safe(name)
        clean = name.sub(%r!\A[._]+!, "").gsub(UNSAFE, "-").sub(%r![. ]+\z!, "")
        return clean if clean.bytesize <= LONGEST

        "#{clean.byteslice(0, LONGEST).scrub("")}-#{Digest::SHA256.hexdigest(name)[0, 8]}"
      end
    end
  end
end
