# frozen_string_literal: true

require "fileutils"
require "tmpdir"
require "jekyll-ogp-cards"

# A site in a temporary folder, read as Jekyll reads it; ogp is replaced by a script that answers in its way.
module SiteHelper
  FAKE = File.expand_path("fake_ogp.rb", __dir__)

  def write(path, text)
    file = File.join(@source, path)
    FileUtils.mkdir_p(File.dirname(file))
    File.write(file, text)
  end

  def post(name, front_matter)
    write("_posts/#{name}.md", "---\n#{front_matter}\n---\n")
  end

  # Reads the site with the plugin at work; returns it and the rows that ogp was given.
  def read(config = {})
    log = File.join(@source, "rows.json")
    ogp = { "command" => [RbConfig.ruby, FAKE, log] }.merge(config.delete("ogp") || {})
    config = { "source" => @source, "destination" => "#{@source}/_site", "quiet" => true, "ogp" => ogp }.merge(config)
    site = Jekyll::Site.new(Jekyll.configuration(config))
    site.read
    [site, File.exist?(log) ? JSON.parse(File.read(log)) : []]
  end
end

RSpec.configure do |config|
  config.include SiteHelper
  config.around do |example|
    Dir.mktmpdir do |folder|
      @source = File.realpath(folder)
      example.run
    end
  end
end
